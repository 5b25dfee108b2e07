/**
 * New pages once more, as deltas against pages of the parent that resemble them: who has those reads what changed, and not
 * the pages. Sketches of all pages say which resemble each other; they are this machine's own, and can be made again.
 */
@NullMarked
package io.freshet.publisher.delta;

import org.jspecify.annotations.NullMarked;
