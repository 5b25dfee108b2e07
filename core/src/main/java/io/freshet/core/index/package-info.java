/**
 * The content index (what a snapshot holds) and the location index (where its chunks lie), as the format's sections 4
 * and 6 lay them out. Both are trees of immutable nodes, written and read as streams.
 */
@NullMarked
package io.freshet.core.index;

import org.jspecify.annotations.NullMarked;
