package io.freshet.core.proof;

import io.freshet.core.index.Item;
import io.freshet.core.manifest.Component;
import java.util.List;

/**
 * A file that a proof has led to.
 *
 * @param release what it is in
 * @param component the component of that
 * @param file its path in the component, its mode and size
 * @param pieces what it is made of, in order, as many bytes as it has
 */
public record ProvenFile(ProvenRelease release, Component component, Item.File file, List<Item.Piece> pieces) {

    /** Copies the list. */
    public ProvenFile {
        pieces = List.copyOf(pieces);
    }
}
