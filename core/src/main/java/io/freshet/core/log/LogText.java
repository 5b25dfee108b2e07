package io.freshet.core.log;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/** What all texts here are made of: each value has one form, and every other one is refused. */
final class LogText {

    private static final int BRIEF = 80;

    private LogText() {}

    /** Decodes UTF-8 of at most {@code most} bytes. */
    static String utf8(String what, byte[] bytes, int most) throws FormatException {
        if (bytes.length > most) {
            throw new FormatException(what, "has " + bytes.length + " bytes, more than " + most);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(what, "is not valid UTF-8");
        }
    }

    /** Refuses what UTF-8 can't write, or has control characters below U+0020 (signed-note, section Format). */
    static void requirePlain(String name, String text, String allowed) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' && allowed.indexOf(c) < 0) {
                throw new IllegalArgumentException(name + " has the control character " + (int) c + " at " + at);
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(name + " is not valid Unicode");
        }
    }

    /** What a constructor makes; what it refuses is wrong with the text. */
    static <T> T build(String what, Supplier<T> made) throws FormatException {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new FormatException(what, String.valueOf(e.getMessage()));
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Decodes base64 (RFC 4648, section 4) in its one form: padded, without bits that nothing takes.
     *
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    static byte[] unbase64(String name, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not base64: \"" + brief(text) + "\"", e);
        }
        if (!base64(bytes).equals(text)) {
            throw new IllegalArgumentException(name + " is not base64 in its one form: \"" + brief(text) + "\"");
        }
        return bytes;
    }

    /** A hash in base64. */
    static Digest digest(String name, String text) {
        byte[] bytes = unbase64(name, text);
        if (bytes.length != Digest.BYTES) {
            throw new IllegalArgumentException(name + " has " + bytes.length + " bytes, not " + Digest.BYTES);
        }
        return Digest.at(bytes, 0);
    }

    /** A decimal number below 2^63, without sign or leading zeros. */
    static long decimal(String name, String text) {
        // 19 digits may still be too many, which parsing says; more can't be a number of ours.
        if (!text.matches("0|[1-9][0-9]{0,18}")) {
            throw new IllegalArgumentException(name + " is \"" + brief(text) + "\", not a decimal number below 2^63");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is " + text + ", not below 2^63", e);
        }
    }

    /** As much of a text as is worth showing. */
    static String brief(String text) {
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…";
    }
}
