package io.freshet.core.log;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Names of keys (signed-note, section Format): not empty, without Unicode spaces and plus. */
final class KeyName {

    /** What the message of an ML-DSA cosignature has room for, and more than a URL without a scheme needs. */
    private static final int MOST_BYTES = 255;

    private static final Pattern REFUSED = Pattern.compile("[\\p{IsWhite_Space}+]");

    private KeyName() {}

    /** Refuses what a signature line can't hold. */
    static void require(String name) {
        LogText.requirePlain("a key name", name, "");
        if (name.isEmpty() || REFUSED.matcher(name).find()) {
            throw new IllegalArgumentException(
                    "a key name is not empty and has no space or plus: \"" + LogText.brief(name) + "\"");
        }
    }

    /** Refuses also what is too long for a key of ours. */
    static void requireShort(String name) {
        require(name);
        if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new IllegalArgumentException("a key name has at most 255 bytes: \"" + LogText.brief(name) + "\"");
        }
    }
}
