package io.freshet.fetcher.testing;

import io.freshet.core.index.BasesNode;

/** A bases node, and the depth that the location root gives for it. */
public record TestBases(int depth, BasesNode node) {}
