package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.publisher.dedupe.KnownNode;
import io.freshet.publisher.dedupe.KnownNodes;
import java.io.IOException;
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

    /** The node of that id, if its location node is at hand. */
    Optional<KnownNode> location(Digest id) throws IOException {
        return nodes.find(id)
                .filter(node -> !avoided.contains(node.places().locationPlace().pack()));
    }
}
