/** Local files: those in a data directory that belong to the node, not to the chain. */
@NullMarked
package io.freshet.core.local;

import org.jspecify.annotations.NullMarked;
