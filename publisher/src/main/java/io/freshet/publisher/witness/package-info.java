/** Who else must have seen the log: witnesses, and what came of asking them. */
@NullMarked
package io.freshet.publisher.witness;

import org.jspecify.annotations.NullMarked;
