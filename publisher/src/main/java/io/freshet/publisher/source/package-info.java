/**
 * The data directory as a publication sees it: its entries in the order of the index, what of it is left out, and the
 * care that is taken while a node may be at work beside us.
 */
@NullMarked
package io.freshet.publisher.source;

import org.jspecify.annotations.NullMarked;
