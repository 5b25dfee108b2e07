package io.freshet.bench.runs;

import java.util.List;

/** What mirrors sent: bytes of bodies, and answers, whatever their status. */
record Traffic(long bytes, long requests) {

    /** The sum of lines of nginx's access log, in the format {@code $body_bytes_sent $status $uri}. */
    static Traffic of(List<String> log) {
        long bytes = log.stream()
                .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .sum();
        return new Traffic(bytes, log.size());
    }
}
