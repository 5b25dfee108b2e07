package io.freshet.publisher.delta;

import io.freshet.publisher.dedupe.KnownPages;
import java.util.Optional;

/**
 * A new page, and the page of the parent that it is made from. One that resembles none is a member nevertheless: half of a page
 * that was split mostly stands in the base of the other half, which is close by.
 */
record Pair(NewPages.Page page, Optional<KnownPages.Page> base) {

    int baseLength() {
        return base.map(KnownPages.Page::length).orElse(0);
    }
}
