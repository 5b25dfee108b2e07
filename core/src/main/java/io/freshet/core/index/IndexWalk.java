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

    /** Plain bytes of nodes that are read at once. */
    private static final int WINDOW_BYTES = 8 << 20;

    private final BlobSource source;
    private final ContentCache cache;

    /**
     * @param source where nodes that are not in {@code cache} come from
     * @param cache content nodes that are at hand
     */
    public IndexWalk(BlobSource source, ContentCache cache) {
        this.source = source;
        this.cache = cache;
    }

    /** Visits all leaves of a component, checking the order of what they hold. */
    public void walk(LocationRoot.Component component, LeafVisitor visitor) throws IOException {
        ContentOrder order = new ContentOrder();
        LeafVisitor checked = new LeafVisitor() {
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
        };
        Node root = new Node(
                component.contentRoot(), component.contentPlace(), component.locationPlace(), component.location());
        load(List.of(root), true, checked);
        walk(root, 0, ContentNode.MAX_LEVEL + 1, checked);
        order.end();
    }

    /** Visits what lies below a loaded node and gives the ordinal after its last chunk. */
    private long walk(Node node, long ordinal, int levelAbove, LeafVisitor visitor) throws IOException {
        ContentNode content = content(node);
        if (content.level() >= levelAbove) {
            throw new FormatException("content node " + node.id.brief(), "is not of a lower level than its parent");
        }
        return switch (content) {
            case ContentNode.Leaf leaf -> {
                visitor.leaf(node.id, leaf, ordinal, () -> location(node));
                yield ordinal
                        + leaf.items().stream()
                                .filter(Item.Chunk.class::isInstance)
                                .count();
            }
            case ContentNode.Branch branch -> walkChildren(node, branch, ordinal, visitor);
        };
    }

    private long walkChildren(Node node, ContentNode.Branch branch, long ordinal, LeafVisitor visitor)
            throws IOException {
        if (!(locationNode(node) instanceof LocationNode.Branch places)
                || places.level() != branch.level()
                || places.children().size() != branch.children().size()) {
            throw new FormatException("location node of content node " + node.id.brief(), "has another shape than it");
        }
        long next = ordinal;
        List<Node> window = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < branch.children().size(); i++) {
            LocationNode.Child place = places.children().get(i);
            window.add(new Node(
                    branch.children().get(i).id(), place.contentPlace(), place.locationPlace(), place.location()));
            bytes += place.contentPlace().plain() + place.locationPlace().plain();
            if (bytes >= WINDOW_BYTES || i == branch.children().size() - 1) {
                next = walkWindow(window, branch.level(), next, visitor);
                window.clear();
                bytes = 0;
            }
        }
        return next;
    }

    private long walkWindow(List<Node> window, int level, long ordinal, LeafVisitor visitor) throws IOException {
        load(window, level > 1, visitor);
        long next = ordinal;
        for (Node child : window) {
            next = walk(child, next, level, visitor);
        }
        return next;
    }

    /** Reads what of these nodes is not at hand. */
    private void load(List<Node> nodes, boolean branches, LeafVisitor visitor) throws IOException {
        List<BlobPlace> wanted = new ArrayList<>();
        for (Node node : nodes) {
            Optional<byte[]> known = cache.get(node.id);
            node.content = known.orElse(null);
            node.wantsLocation = branches || visitor.wantsPlaces(node.id, known.isPresent());
            if (known.isEmpty()) {
                wanted.add(node.contentPlace);
            }
            if (node.wantsLocation) {
                wanted.add(node.locationPlace);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        var read = source.read(wanted).iterator();
        for (Node node : nodes) {
            if (node.content == null) {
                node.content = read.next();
                node.isNew = true;
            }
            if (node.wantsLocation) {
                node.location = read.next();
            }
        }
    }

    private ContentNode content(Node node) throws IOException {
        byte[] plain = Objects.requireNonNull(node.content);
        node.content = null;
        ContentNode content = ContentNode.read(node.id, plain);
        if (node.isNew) {
            cache.put(node.id, plain);
        }
        return content;
    }

    private LocationNode locationNode(Node node) throws IOException {
        byte[] plain = node.location != null
                ? node.location
                : source.read(List.of(node.locationPlace)).getFirst();
        node.location = null;
        return LocationNode.read(node.locationDigest, node.id, node.locationPlace.pack(), plain);
    }

    private LocationNode.Leaf location(Node node) throws IOException {
        if (locationNode(node) instanceof LocationNode.Leaf leaf) {
            return leaf;
        }
        throw new FormatException("location node of content node " + node.id.brief(), "is not a leaf");
    }

    /** A node of both trees: where it lies, and its bytes from when they were read to when they are used. */
    private static final class Node {
        final Digest id;
        final BlobPlace contentPlace;
        final BlobPlace locationPlace;
        final Digest locationDigest;
        boolean wantsLocation;
        boolean isNew;
        byte @Nullable [] content;
        byte @Nullable [] location;

        Node(Digest id, BlobPlace contentPlace, BlobPlace locationPlace, Digest locationDigest) {
            this.id = id;
            this.contentPlace = contentPlace;
            this.locationPlace = locationPlace;
            this.locationDigest = locationDigest;
        }
    }
}
