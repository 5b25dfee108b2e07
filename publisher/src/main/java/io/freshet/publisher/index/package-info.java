/**
 * Writes both indexes: content nodes while chunks stream by, location nodes when all packs have names. Nodes that the
 * parent has stay where they are.
 */
@NullMarked
package io.freshet.publisher.index;

import org.jspecify.annotations.NullMarked;
