/**
 * Look-ups on disk for what has no bound in memory: all chunks of a snapshot, by their ids. Private files of one run, in
 * no format that anybody else reads.
 */
@NullMarked
package io.freshet.core.lookup;

import org.jspecify.annotations.NullMarked;
