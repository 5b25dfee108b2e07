package io.freshet.fetcher.testing;

import java.util.Map;

/** What a mirror does instead of answering as it should. */
public sealed interface Mischief {

    /** Closes the connection with a reset, without an answer. */
    record Reset() implements Mischief {}

    /** Takes the request and never answers. */
    record Silence() implements Mischief {}

    /** Begins an answer whose head never ends: a short line, again and again, in good time. */
    record EndlessHead() implements Mischief {}

    /** Begins an answer and goes on with its head a byte at a time, forever, too slowly for anybody. */
    record SlowHead() implements Mischief {}

    /** Gives {@code bytes} of the body, and then nothing, while the connection stays open. */
    record StallAfter(int bytes) implements Mischief {}

    /** Announces the whole body and closes the connection after {@code bytes} of it. */
    record CutAfter(int bytes) implements Mischief {}

    /** Answers with a status, some headers and a short text. */
    record Status(int code, Map<String, String> headers) implements Mischief {
        /** A status alone. */
        public static Status of(int code) {
            return new Status(code, Map.of());
        }
    }

    /** Answers 200 with the whole object, whatever range was asked for. */
    record IgnoresRanges() implements Mischief {}

    /** Answers with the right number of bytes from {@code shift} bytes further on, and says so. */
    record ShiftedRange(int shift) implements Mischief {}

    /** Answers 206 with the right range in the header, and with fewer bytes and a Content-Length to match. */
    record ShortRange(int bytes) implements Mischief {}

    /** Answers 200 with nothing. */
    record EmptyOk() implements Mischief {}

    /** Redirects to the same object below another URL. */
    record Redirect(String base) implements Mischief {}

    /** Changes the byte at {@code offset} of the object. */
    record Flips(long offset) implements Mischief {}

    /** Gives these bytes for the object. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Instead(byte[] bytes) implements Mischief {}

    /** Announces more than the range has, without an end. */
    record EndlessRange() implements Mischief {}

    /** Gives the right head, in chunked coding, and then zeros without an end. */
    record EndlessDrip() implements Mischief {}

    /** Answers as it should, and gives the request an id. */
    record Named(String id) implements Mischief {}

    /** Answers in no protocol. */
    record Garbage() implements Mischief {}
}
