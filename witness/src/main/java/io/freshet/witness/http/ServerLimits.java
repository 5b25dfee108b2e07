package io.freshet.witness.http;

import java.time.Duration;

/**
 * What a server bears.
 *
 * @param connections at one time, of each of which at most one request is being read or answered; more wait
 * @param idle how long a connection may say nothing
 * @param patience how long a connection may take for a request and its answer, however it trickles: it is closed between
 *     this and twice this
 * @param goodbye how long requests that are being answered may take once the server stops
 */
public record ServerLimits(int connections, Duration idle, Duration patience, Duration goodbye) {

    /** With bodies of half a MiB these are 64 MiB at most. */
    public static final ServerLimits DEFAULT =
            new ServerLimits(128, Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(5));
}
