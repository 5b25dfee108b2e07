package io.freshet.core.trust;

import java.nio.charset.StandardCharsets;

/** Text as a part of a URL (RFC 3986, section 2.1): all but unreserved characters as % and their bytes in UTF-8. */
final class PercentCode {

    private static final String UNRESERVED = "-._~";

    private PercentCode() {}

    /** @param safe further characters that stand for themselves */
    static String encode(String text, String safe) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xff);
            if (isAlphanumeric(letter) || UNRESERVED.indexOf(letter) >= 0 || safe.indexOf(letter) >= 0) {
                out.append(letter);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(letter >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(letter & 15, 16)));
            }
        }
        return out.toString();
    }

    private static boolean isAlphanumeric(char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    }
}
