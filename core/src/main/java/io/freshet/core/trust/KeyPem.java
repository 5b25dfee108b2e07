package io.freshet.core.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a key file (RFC 7468, 5958): {@code PRIVATE KEY}, or {@code ENCRYPTED PRIVATE KEY} by {@link Pbes2}, which
 * openssl and others read and write as well.
 */
final class KeyPem {

    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    private KeyPem() {}

    static String encode(FileKey key, Optional<Passphrase> passphrase, SecureRandom random) throws IOException {
        byte[] pkcs8 = Pkcs8.encode(key);
        return passphrase.isEmpty()
                ? block(PLAIN, pkcs8)
                : block(ENCRYPTED, Pbes2.encrypt(pkcs8, passphrase.get(), random));
    }

    static String block(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** Whether it takes a passphrase to read this. */
    static boolean isEncrypted(String pem) {
        Matcher block = BLOCK.matcher(pem);
        return block.matches() && block.group(1).equals(ENCRYPTED);
    }

    static FileKey decode(Path file, String pem, Optional<Passphrase> passphrase) throws IOException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw notAKey(file);
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw notAKey(file);
        }
        return switch (block.group(1)) {
            case PLAIN -> fromPkcs8(file, der);
            case ENCRYPTED ->
                fromPkcs8(
                        file,
                        Pbes2.decrypt(
                                file, der, passphrase.orElseThrow(() -> new KeyFileException.NeedsPassphrase(file))));
            default -> throw notAKey(file);
        };
    }

    private static FileKey fromPkcs8(Path file, byte[] der) throws KeyFileException {
        try {
            return Pkcs8.decode(der);
        } catch (IllegalArgumentException e) {
            throw notAKey(file);
        }
    }

    private static KeyFileException notAKey(Path file) {
        return new KeyFileException.Unreadable(
                file,
                "is no private key in PKCS#8 PEM of Ed25519, of ECDSA on P-256, or of RSA with 2048 to 8192 bits;"
                        + " freshet key generate makes one");
    }
}
