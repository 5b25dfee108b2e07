package io.freshet.reader.tree;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.ContentChild;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.NodeSums;
import io.freshet.core.manifest.Component;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node of a content tree, and what was read of it so far. Sums and first path are what its parent says of it. */
public final class TreeNode {

    private final Digest id;
    private final NodeSums sums;
    private final EntryPath firstPath;
    private final int level;
    private final LocationNode.@Nullable Child place;
    private @Nullable ContentNode content;
    private @Nullable LocationNode location;

    private TreeNode(Digest id, NodeSums sums, EntryPath firstPath, int level, LocationNode.@Nullable Child place) {
        this.id = id;
        this.sums = sums;
        this.firstPath = firstPath;
        this.level = level;
        this.place = place;
    }

    /** The root of a component that lies in packs. */
    public static TreeNode root(Component component, LocationRoot.Component at) {
        LocationNode.Child place = new LocationNode.Child(at.contentPlace(), at.locationPlace(), at.location());
        return new TreeNode(component.contentRoot(), component.sums(), EntryPath.ROOT, ContentNode.MAX_LEVEL, place);
    }

    /** The root of a component whose nodes are at hand by their ids. */
    public static TreeNode root(Component component) {
        return new TreeNode(component.contentRoot(), component.sums(), EntryPath.ROOT, ContentNode.MAX_LEVEL, null);
    }

    /** Child number {@code index} of a branch that was read; it has its places if this one's were read. */
    TreeNode child(ContentNode.Branch branch, int index) throws FormatException {
        ContentChild child = branch.children().get(index);
        LocationNode.Child at = null;
        if (place != null) {
            if (!(location instanceof LocationNode.Branch places)
                    || places.level() != branch.level()
                    || places.children().size() != branch.children().size()) {
                throw new FormatException("location node of content node " + id.brief(), "has another shape than it");
            }
            at = places.children().get(index);
        }
        return new TreeNode(child.id(), child.sums(), child.firstPath(), branch.level() - 1, at);
    }

    /** The same with nothing read, for who only wants to know that it was there. */
    TreeNode passed() {
        return new TreeNode(id, sums, firstPath, level, place);
    }

    /** Its id. */
    public Digest id() {
        return id;
    }

    /** What lies in and below it. */
    public NodeSums sums() {
        return sums;
    }

    /** The path that its first item belongs to. */
    public EntryPath firstPath() {
        return firstPath;
    }

    /** The highest level that it can have. */
    public int level() {
        return level;
    }

    /** Where it lies, if it lies in packs. */
    Optional<LocationNode.Child> place() {
        return Optional.ofNullable(place);
    }

    boolean isLoaded() {
        return content != null;
    }

    /** The node itself, after it was read. */
    ContentNode content() {
        if (content == null) {
            throw new IllegalStateException("the node was not read");
        }
        return content;
    }

    /** The items of a leaf that was read. */
    public List<Item> items() {
        return content() instanceof ContentNode.Leaf leaf ? leaf.items() : List.of();
    }

    /** The places of a leaf's chunks, where they were read with it. */
    public Optional<LocationNode.Leaf> places() {
        return location instanceof LocationNode.Leaf leaf ? Optional.of(leaf) : Optional.empty();
    }

    void take(byte[] plain) throws FormatException {
        ContentNode read = ContentNode.read(id, plain);
        if (read.level() > level) {
            throw new FormatException("content node " + id.brief(), "is not of a lower level than its parent");
        }
        content = read;
    }

    /** Asks for the node itself. */
    static BlobSource.Wanted wantedContent(TreeNode node, LocationNode.Child at) {
        return new BlobSource.Wanted(at.contentPlace(), node::take);
    }

    /** Asks for the location node beside it. */
    static BlobSource.Wanted wantedLocation(TreeNode node, LocationNode.Child at) {
        return new BlobSource.Wanted(
                at.locationPlace(),
                bytes -> node.location = LocationNode.read(
                        at.location(), node.id, at.locationPlace().pack(), bytes));
    }
}
