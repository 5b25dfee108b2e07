package io.freshet.core.trust;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a public key: a SubjectPublicKeyInfo in PEM (RFC 7468, section 13). White space within and after it is
 * free, as programs differ there; before it, and beside it, nothing stands.
 */
final class PublicKeyPem {

    /** An RSA key of 8192 bits has some 1500 characters. */
    private static final int MAX_LENGTH = 4096;

    /** Possessive, so that no text takes longer than its length. */
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/= \\t\\r\\n]*+)-----END PUBLIC KEY-----[ \\t\\r\\n]*+");

    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]++");

    private PublicKeyPem() {}

    /**
     * The DER in {@code pem}.
     *
     * @throws IllegalArgumentException if it is longer than any key, another kind of PEM, or not the one base64 of its
     *     bytes
     */
    static byte[] decode(String pem) {
        if (pem.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a public key in PEM has at most " + MAX_LENGTH + " characters, not " + pem.length());
        }
        Matcher block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw new IllegalArgumentException("a public key is PEM of a PUBLIC KEY");
        }
        String base64 = SPACE.matcher(block.group(1)).replaceAll("");
        byte[] der = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(der).equals(base64)) {
            throw new IllegalArgumentException("a public key in PEM is padded, with zeros in its last digit");
        }
        return der;
    }

    /** The PEM of {@code der} as securesystemslib and openssl write it: lines of 64, ended by a line feed. */
    static String encode(byte[] der) {
        return KeyPem.block("PUBLIC KEY", der);
    }
}
