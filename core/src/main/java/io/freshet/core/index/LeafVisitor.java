package io.freshet.core.index;

import io.freshet.core.Digest;
import java.io.IOException;

/** Takes a component's leaves, in order. */
public interface LeafVisitor {

    /**
     * Whether the places of a leaf's chunks will be asked for. Where this says no, they still can be, at the price of a
     * request of their own.
     *
     * @param content id of the content leaf
     * @param known whether the {@link ContentCache} has it
     */
    default boolean wantsPlaces(Digest content, boolean known) {
        return true;
    }

    /**
     * The next leaf.
     *
     * @param firstOrdinal ordinal of its first chunk
     * @param places where its chunks lie
     */
    void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException;

    /**
     * A branch, before what lies below it.
     *
     * @param places where the two nodes of each child lie, in the order of the content node's children
     */
    default void branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) throws IOException {}

    /** The location leaf beside a content leaf, read when it is asked for if it was not before. */
    @FunctionalInterface
    interface Places {
        /** Where the chunks of the leaf lie. */
        LocationNode.Leaf get() throws IOException;
    }
}
