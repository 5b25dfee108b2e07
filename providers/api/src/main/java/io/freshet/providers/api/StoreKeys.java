package io.freshet.providers.api;

/**
 * Which names objects may have: those that every store, file system, URL and shell takes as they are.
 *
 * <p>A key is one or more segments joined by single slashes, {@value #MAX_LENGTH} characters at most. A segment has 1 to
 * {@value #MAX_SEGMENT} of the characters {@code A-Z a-z 0-9 . _ -} and doesn't begin with a dot: names with a leading dot belong to the stores themselves (temporary files, locks) and are never listed.
 */
public final class StoreKeys {
    /** The longest key, in characters; leaves a prefix of 512 bytes within the limit of S3. */
    public static final int MAX_LENGTH = 512;

    /** The longest segment, in characters; below the 255 bytes of file systems. */
    public static final int MAX_SEGMENT = 200;

    private StoreKeys() {}

    /** Whether {@code key} is legal. */
    public static boolean isKey(String key) {
        return isPrefix(key) && !key.isEmpty() && !key.endsWith("/");
    }

    /** Whether {@code prefix} is empty, a key, or a key with a slash behind it. */
    public static boolean isPrefix(String prefix) {
        if (prefix.length() > MAX_LENGTH) {
            return false;
        }
        int segmentStart = 0;
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            boolean first = i == segmentStart;
            if (c == '/') {
                if (first) {
                    return false;
                }
                segmentStart = i + 1;
            } else if (!isKeyCharacter(c) || (first && c == '.') || i - segmentStart >= MAX_SEGMENT) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns {@code key}.
     *
     * @throws IllegalArgumentException if it isn't legal
     */
    public static String require(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("not a legal object key: \"" + key + "\"");
        }
        return key;
    }

    /**
     * Returns {@code prefix}.
     *
     * @throws IllegalArgumentException if no legal key can begin so
     */
    public static String requirePrefix(String prefix) {
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException("not the beginning of a legal object key: \"" + prefix + "\"");
        }
        return prefix;
    }

    private static boolean isKeyCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
