package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks a component's two trees side by side, in order, verifying every node before anything is made of it. Nodes are
 * read in windows of neighbours, so that a whole level takes few requests; memory is bounded by one window a level.
 */
public final class IndexWalk {

    /** Plain bytes of nodes that are read at once: at first few, so that the visitor need not wait, then more and more. */
    private static final int FIRST_BYTES = 256 << 10;

    private static final int MOST_BYTES = 4 << 20;
    private static final int GROWTH = 4;

    private final BlobSource source;
    private final ContentCache cache;
    private int windowBytes = FIRST_BYTES;

    /**
     * @param source where nodes that are not in {@code cache} come from
     * @param cache content nodes that are at hand
     */
    public IndexWalk(BlobSource source, ContentCache cache) {
        this.source = source;
        this.cache = cache;
    }

    /** Visits all leaves of a component, checking the order of what they hold, and what parents say of it. */
    public void walk(LocationRoot.Component component, LeafVisitor visitor) throws IOException {
        ContentOrder order = new ContentOrder();
        Node root = new Node(
                component.contentRoot(),
                Optional.empty(),
                new LocationNode.Child(component.contentPlace(), component.locationPlace(), component.location()));
        load(List.of(root), true, visitor);
        visit(root, 0, ContentNode.MAX_LEVEL + 1, new Checked(visitor, order));
        order.end();
    }

    /** Visits what lies below a loaded node and gives the ordinal after its last chunk. */
    private long visit(Node node, long ordinal, int levelAbove, Checked visitor) throws IOException {
        ContentNode content = node.takeContent();
        if (content.level() >= levelAbove) {
            throw new FormatException("content node " + node.id.brief(), "is not of a lower level than its parent");
        }
        NodeContents contents = NodeContents.of(node.id, content, visitor.order.last());
        if (node.said.isPresent()) {
            contents.check(node.said.get());
        }
        return switch (content) {
            case ContentNode.Leaf leaf -> {
                visitor.leaf(node.id, leaf, ordinal, () -> places(node));
                yield ordinal + contents.sums().chunks();
            }
            case ContentNode.Branch branch -> visitChildren(node, branch, ordinal, visitor);
        };
    }

    private long visitChildren(Node node, ContentNode.Branch branch, long ordinal, Checked visitor) throws IOException {
        if (!(location(node) instanceof LocationNode.Branch places)
                || places.level() != branch.level()
                || places.children().size() != branch.children().size()) {
            throw new FormatException("location node of content node " + node.id.brief(), "has another shape than it");
        }
        visitor.branch(node.id, branch, places);
        long next = ordinal;
        List<Node> window = new ArrayList<>();
        int bytes = 0;
        int last = branch.children().size() - 1;
        for (int i = 0; i <= last; i++) {
            LocationNode.Child place = places.children().get(i);
            ContentChild child = branch.children().get(i);
            window.add(new Node(child.id(), Optional.of(child), place));
            bytes += place.contentPlace().plain() + place.locationPlace().plain();
            if (bytes >= windowBytes || i == last) {
                windowBytes = bytes < windowBytes ? windowBytes : Math.min(MOST_BYTES, GROWTH * windowBytes);
                load(window, branch.level() > 1, visitor);
                for (Node each : window) {
                    next = visit(each, next, branch.level(), visitor);
                }
                window.clear();
                bytes = 0;
            }
        }
        return next;
    }

    /** Reads what of these nodes is not at hand. */
    private void load(List<Node> nodes, boolean branches, LeafVisitor visitor) throws IOException {
        List<BlobSource.Wanted> wanted = new ArrayList<>();
        List<Node> unknown = new ArrayList<>();
        for (Node node : nodes) {
            Optional<byte[]> known = cache.get(node.id);
            if (known.isPresent()) {
                node.take(known.get());
            } else {
                unknown.add(node);
                wanted.add(node.wantedContent(cache));
            }
            // The root may be a leaf: the visitor is asked about it, too.
            if (visitor.wantsPlaces(node.id, known.isPresent()) || branches) {
                wanted.add(node.wantedLocation());
            }
        }
        if (!wanted.isEmpty()) {
            source.read(wanted);
        }
        for (Node node : unknown) {
            cache.put(node.id, node.takePlain());
        }
    }

    private LocationNode location(Node node) throws IOException {
        if (node.location == null) {
            source.read(List.of(node.wantedLocation()));
        }
        return Objects.requireNonNull(node.location);
    }

    private LocationNode.Leaf places(Node node) throws IOException {
        if (location(node) instanceof LocationNode.Leaf leaf) {
            return leaf;
        }
        throw new FormatException("location node of content node " + node.id.brief(), "is not a leaf");
    }

    /** Checks the order of all items before the visitor sees them. */
    private record Checked(LeafVisitor visitor, ContentOrder order) implements LeafVisitor {

        @Override
        public boolean wantsPlaces(Digest content, boolean known) {
            return visitor.wantsPlaces(content, known);
        }

        @Override
        public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
            for (Item item : content.items()) {
                order.accept(item);
            }
            visitor.leaf(id, content, firstOrdinal, places);
        }

        @Override
        public void branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) throws IOException {
            visitor.branch(id, content, places);
        }
    }

    /** A node of both trees: where it lies, and what was read of it until it is used. */
    private static final class Node {
        final Digest id;
        /** What its parent says of it; nothing if it is the root. */
        final Optional<ContentChild> said;

        private final LocationNode.Child place;
        private @Nullable ContentNode content;
        private byte @Nullable [] plain;

        @Nullable
        LocationNode location;

        Node(Digest id, Optional<ContentChild> said, LocationNode.Child place) {
            this.id = id;
            this.said = said;
            this.place = place;
        }

        void take(byte[] bytes) throws FormatException {
            content = ContentNode.read(id, bytes);
            plain = bytes;
        }

        ContentNode takeContent() {
            ContentNode taken = Objects.requireNonNull(content);
            content = null;
            plain = null;
            return taken;
        }

        byte[] takePlain() {
            byte[] taken = Objects.requireNonNull(plain);
            plain = null;
            return taken;
        }

        /** The content node itself, or the first delta all of whose bases are at hand. */
        BlobSource.Wanted wantedContent(ContentCache cache) throws IOException {
            for (ContentDelta delta : place.deltas()) {
                Optional<List<byte[]>> bases = bases(delta, cache);
                if (bases.isPresent()) {
                    return new BlobSource.Wanted(
                            delta.place(),
                            stored -> take(ContentDelta.decode(
                                    bases.get(), stored, place.contentPlace().plain())));
                }
            }
            return new BlobSource.Wanted(place.contentPlace(), this::take);
        }

        private Optional<List<byte[]>> bases(ContentDelta delta, ContentCache cache) throws IOException {
            List<byte[]> bases = new ArrayList<>();
            long bytes = 0;
            for (Digest base : delta.bases()) {
                Optional<byte[]> known = cache.get(base);
                if (known.isEmpty()) {
                    return Optional.empty();
                }
                bases.add(known.get());
                bytes += known.get().length;
            }
            return ContentDelta.fits(place.contentPlace().plain(), bytes) ? Optional.of(bases) : Optional.empty();
        }

        BlobSource.Wanted wantedLocation() {
            BlobPlace at = place.locationPlace();
            return new BlobSource.Wanted(
                    at, bytes -> location = LocationNode.read(place.location(), id, at.pack(), bytes));
        }
    }
}
