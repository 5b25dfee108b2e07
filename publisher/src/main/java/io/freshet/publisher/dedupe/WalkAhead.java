package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.LocationRoot;
import io.freshet.publisher.crew.Crew;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Walks an index in a thread of its own, which reads and verifies some leaves ahead of the visitor. */
final class WalkAhead implements LeafVisitor {

    private static final int LEAVES = 4;

    private final BlockingQueue<Optional<Node>> queue = new ArrayBlockingQueue<>(LEAVES);

    private WalkAhead() {}

    /** Visits all leaves and branches of a component, in the caller's thread. */
    static void walk(IndexWalk walk, LocationRoot.Component component, LeafVisitor visitor, Crew crew)
            throws IOException, InterruptedException {
        WalkAhead ahead = new WalkAhead();
        crew.start("parent", () -> {
            walk.walk(component, ahead);
            ahead.queue.put(Optional.empty());
        });
        for (Optional<Node> next = ahead.queue.take(); next.isPresent(); next = ahead.queue.take()) {
            switch (next.get()) {
                case Leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, LocationNode.Leaf places) ->
                    visitor.leaf(id, content, firstOrdinal, () -> places);
                case Branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) ->
                    visitor.branch(id, content, places);
            }
        }
    }

    @Override
    public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
        put(new Leaf(id, content, firstOrdinal, places.get()));
    }

    @Override
    public void branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) throws IOException {
        put(new Branch(id, content, places));
    }

    private void put(Node node) throws IOException {
        try {
            queue.put(Optional.of(node));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the parent's index was read");
        }
    }

    private sealed interface Node {}

    private record Leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, LocationNode.Leaf places)
            implements Node {}

    private record Branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) implements Node {}
}
