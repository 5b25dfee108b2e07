package io.freshet.demo;

import java.time.Duration;

/**
 * A row of the table: one publication or one fetch.
 *
 * @param what it is
 * @param data bytes of files in the snapshot, holes not counted
 * @param read bytes of files that were read on this side: from the source, or of what lay here already
 * @param fresh bytes of files that were stored anew, or were downloaded
 * @param uploaded bytes that went to all destinations
 * @param transferred bytes that came from all mirrors
 */
record Act(
        String what, long data, long read, long fresh, long uploaded, long transferred, long requests, Duration time) {}
