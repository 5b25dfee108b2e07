package io.freshet.core.log;

import java.io.IOException;
import java.util.Optional;

/** Where tiles and entry bundles are read. Nothing that it gives is trusted: readers check it against a tree head. */
@FunctionalInterface
public interface TileSource {

    /**
     * The bytes of an object; nothing where there is none of that name, and never more than
     * {@link TilePath#mostBytes()}, which a source must see to before it holds them.
     *
     * @throws IOException if it could not be read
     */
    Optional<byte[]> read(TilePath path) throws IOException;
}
