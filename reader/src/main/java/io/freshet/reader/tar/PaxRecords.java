package io.freshet.reader.tar;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Extended header records (POSIX.1-2001, pax): what a tar header has no room for. */
final class PaxRecords {

    private final Map<String, String> records = new LinkedHashMap<>();

    PaxRecords put(String key, String value) {
        records.put(key, value);
        return this;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** The records as they stand in an archive. */
    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        records.forEach((key, value) -> text.append(record(key, value)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@code 24 path=a/long/name…\n}: the number counts all of the record's bytes, its own digits included. */
    private static String record(String key, String value) {
        String body = " " + key + "=" + value + "\n";
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + Integer.toString(bytes).length();
        length = bytes + Integer.toString(length).length();
        return length + body;
    }
}
