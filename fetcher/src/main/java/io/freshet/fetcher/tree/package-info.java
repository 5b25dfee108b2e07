/** The tree of files that a fetch builds beside the version in use, out of sight until all of it is there. */
@NullMarked
package io.freshet.fetcher.tree;

import org.jspecify.annotations.NullMarked;
