package io.freshet.core.attest;

import java.util.Base64;

/** Base64 as DSSE has it: written in the standard alphabet, read in that or in the one for URLs. */
final class Base64Text {

    private Base64Text() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException if it is in neither alphabet, or in both */
    static byte[] decode(String text) {
        boolean forUrls = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        return (forUrls ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    }
}
