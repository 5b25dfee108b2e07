package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.LocationNode;

/**
 * An index node of the parent.
 *
 * @param places where its two nodes lie
 * @param children of a branch: {@link ChildPlaces} of what it names; zeros for a leaf
 */
public record KnownNode(LocationNode.Child places, Digest children) {}
