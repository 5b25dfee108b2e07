package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.IntStream;

/** Entries for tests: each is another one. */
final class Entries {

    private Entries() {}

    static byte[] entry(int index) {
        return ("{\"freshet\":1,\"sequence\":" + index + "}").getBytes(UTF_8);
    }

    static List<byte[]> first(int count) {
        return IntStream.range(0, count).mapToObj(Entries::entry).toList();
    }
}
