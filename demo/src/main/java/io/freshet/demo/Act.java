package io.freshet.demo;

import java.time.Duration;

/**
 * A row of the table: one publication or one fetch.
 *
 * @param what it is
 * @param bytes of the whole snapshot
 * @param fresh bytes of files that were new, or were downloaded
 * @param transferred bytes that went over the wire
 * @param time that it took
 */
record Act(String what, long bytes, long fresh, long transferred, long requests, Duration time) {}
