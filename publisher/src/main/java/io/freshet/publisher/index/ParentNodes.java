package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.LocationNode;
import io.freshet.publisher.dedupe.KnownNode;
import io.freshet.publisher.dedupe.KnownNodes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parent's index nodes that may stay where they are.
 *
 * @param nodes all of the parent's
 * @param avoided packs that are not to be relied on
 */
public record ParentNodes(KnownNodes nodes, Set<Digest> avoided) {

    /** The node of that id, if its content node is at hand. */
    Optional<KnownNode> content(Digest id) throws IOException {
        return nodes.find(id)
                .filter(node -> !avoided.contains(node.places().contentPlace().pack()));
    }

    /** The deltas of a known node that are at hand. */
    List<IndexDelta> deltas(LocationNode.Child node) {
        return node.deltas().stream()
                .filter(delta -> !avoided.contains(delta.pack()))
                .map(delta -> new IndexDelta(delta.bases(), new IndexPlace.Named(delta.place())))
                .toList();
    }

    /** The node of that id, if its location node is at hand. */
    Optional<KnownNode> location(Digest id) throws IOException {
        return nodes.find(id)
                .filter(node -> !avoided.contains(node.places().locationPlace().pack()));
    }
}
