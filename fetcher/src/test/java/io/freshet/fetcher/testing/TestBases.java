package io.freshet.fetcher.testing;

import io.freshet.core.index.BasesNode;

/** A bases node, and the depth and the number of bases that the location root gives for it. */
public record TestBases(int depth, BasesNode node, int said) {

    /** One of which the root says how many bases it names. */
    public TestBases(int depth, BasesNode node) {
        this(depth, node, Math.toIntExact(node.bases()));
    }
}
