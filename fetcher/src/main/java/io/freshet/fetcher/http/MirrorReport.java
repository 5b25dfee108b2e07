package io.freshet.fetcher.http;

import java.util.Map;
import java.util.SortedMap;

/**
 * What a mirror did in a session.
 *
 * @param mirror the mirror
 * @param bytes that it gave
 * @param requests that it was asked
 * @param faults how many of each kind, by the name of the fault
 * @param passedOn how many of the ranges that it did not give, or gave wrong, came from which other mirror in the end
 * @param quarantined objects that it is not asked for any more: it lacks them, or gave wrong bytes or answers for them
 */
public record MirrorReport(
        Mirror mirror,
        long bytes,
        long requests,
        SortedMap<String, Integer> faults,
        Map<Mirror, Integer> passedOn,
        int quarantined) {}
