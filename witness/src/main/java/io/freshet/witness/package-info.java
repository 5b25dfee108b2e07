/** A witness: it remembers the largest tree of each log that it knows, and cosigns only what has grown from it. */
@NullMarked
package io.freshet.witness;

import org.jspecify.annotations.NullMarked;
