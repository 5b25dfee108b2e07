package io.freshet.publisher.delta;

import io.freshet.publisher.dedupe.KnownPages;

/** A new page, and the page of the parent that it is made from. */
record Pair(NewPages.Page page, KnownPages.Page base) {}
