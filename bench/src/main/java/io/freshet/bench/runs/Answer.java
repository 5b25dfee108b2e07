package io.freshet.bench.runs;

/**
 * One answer of a mirror, whatever its status.
 *
 * @param bytes length of its body
 * @param from where the range that was asked for begins, the first one of several; 0 for a whole object
 * @param path the path that was asked for, from the mirror's root
 */
record Answer(long bytes, long from, String path) {

    /** The format of nginx's access log that {@link #parse} reads. */
    static final String LOG_FORMAT = "$body_bytes_sent $http_range $uri";

    static Answer parse(String line) {
        String[] words = line.split(" ", 3);
        if (words.length != 3 || !words[2].startsWith("/")) {
            throw new IllegalArgumentException("not a line of the mirrors' log: " + line);
        }
        return new Answer(Long.parseLong(words[0]), start(words[1]), words[2].substring(1));
    }

    private static long start(String range) {
        int dash = range.indexOf('-');
        int from = range.indexOf('=') + 1;
        return from == 0 || from == dash ? 0 : Long.parseLong(range.substring(from, dash));
    }
}
