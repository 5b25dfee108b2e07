/** A component's content tree, node by node: only what somebody opens is read. */
@NullMarked
package io.freshet.reader.tree;

import org.jspecify.annotations.NullMarked;
