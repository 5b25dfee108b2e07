package io.freshet.publisher.delta;

import io.freshet.publisher.dedupe.KnownPages;
import java.util.List;

/**
 * A new page, and pages of the parent that it may be made from. One that resembles none is a member nevertheless: half of a page
 * that was split mostly stands in the base of the other half, which is close by.
 *
 * @param bases those that share most features first
 */
record Pair(NewPages.Page page, List<KnownPages.Page> bases) {

    /** Length of the longest of them. */
    int baseLength() {
        return bases.stream().mapToInt(KnownPages.Page::length).max().orElse(0);
    }
}
