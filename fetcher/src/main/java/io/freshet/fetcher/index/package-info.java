/** Reading index nodes from mirrors, and which ranges of packs are worth one request. */
@NullMarked
package io.freshet.fetcher.index;

import org.jspecify.annotations.NullMarked;
