package io.freshet.fetcher.http;

import java.time.Duration;

/**
 * How long and how much.
 *
 * @param connect longest time until a connection stands
 * @param firstByte how long any mirror may think before it answers; one that is known to be slow gets three times what
 *     it usually takes
 * @param stall longest time without a byte, once it has begun
 * @param floor bytes per second below which, over one {@code stall}, the rest is asked for anew, elsewhere if it can be
 * @param perMirror requests at once to one mirror
 * @param total requests at once
 * @param rounds how often each mirror may fail for one range, where its faults are passing ones
 * @param bytesPerSecond limit for all mirrors together; 0 for none
 */
public record HttpLimits(
        Duration connect,
        Duration firstByte,
        Duration stall,
        long floor,
        int perMirror,
        int total,
        int rounds,
        long bytesPerSecond) {

    /** Four requests a mirror, 64 in all, 5 s to connect, 2 s to answer, 10 s without progress, no limit of rate. */
    public static final HttpLimits DEFAULTS =
            new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(10), 16 << 10, 4, 64, 6, 0);

    /** The same, waiting so long for a connection, and for each byte. */
    HttpLimits withTimeouts(Duration each) {
        return new HttpLimits(each, firstByte, each, floor, perMirror, total, rounds, bytesPerSecond);
    }

    /** The same with a limit of rate; 0 for none. */
    public HttpLimits withRate(long limit) {
        return new HttpLimits(connect, firstByte, stall, floor, perMirror, total, rounds, limit);
    }
}
