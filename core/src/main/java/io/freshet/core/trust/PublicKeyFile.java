package io.freshet.core.trust;

import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Public keys in files: a SubjectPublicKeyInfo in PEM (RFC 7468, section 13), as openssl writes it, or the JSON object
 * that TUF lists (clause 4.2). There is nothing secret in them; what matters is whom one has them from.
 */
public final class PublicKeyFile {

    private static final int MAX_BYTES = 16 << 10;
    private static final JsonLimits LIMITS = new JsonLimits(MAX_BYTES, 8);

    /** All of an Ed25519 SubjectPublicKeyInfo but the key (RFC 8410, section 4). */
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /** What signs and verifies here. */
    public static final String TYPES = "Ed25519, of ECDSA on P-256, or of RSA with 2048 to 8192 bits";

    private PublicKeyFile() {}

    /**
     * Reads a key.
     *
     * @throws KeyFileException if it is missing, or not one public key of a type that verifies here
     */
    public static VerifyingKey read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new KeyFileException.Unreadable(file, "is larger than any public key");
            }
            return decode(file, bytes);
        } catch (NoSuchFileException e) {
            throw new KeyFileException.Missing(file);
        }
    }

    static VerifyingKey decode(Path file, byte[] bytes) throws KeyFileException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.contains("PRIVATE KEY-----")) {
            throw new KeyFileException.Unreadable(
                    file,
                    "is a private key, of which only its owner needs to know: take what freshet key export writes");
        }
        return text.startsWith("{") ? ofJson(file, bytes) : ofPem(file, text);
    }

    private static VerifyingKey ofJson(Path file, byte[] bytes) throws KeyFileException {
        try {
            Key key = Key.read(StrictJson.readObject(file.toString(), bytes, LIMITS));
            if (key instanceof VerifyingKey verifying) {
                return verifying;
            }
            throw new KeyFileException.Unreadable(file, "is a key that can verify nothing here: " + key);
        } catch (JsonException e) {
            throw new KeyFileException.Unreadable(file, "is no key as TUF lists it: " + e.problem());
        }
    }

    private static VerifyingKey ofPem(Path file, String pem) throws KeyFileException {
        try {
            return ofInfo(PublicKeyPem.decode(pem));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException.Unreadable(file, "is no public key in PEM of " + TYPES + ": " + e.getMessage());
        }
    }

    /**
     * The key of a SubjectPublicKeyInfo in DER.
     *
     * @throws IllegalArgumentException if it is not of a type that verifies here
     */
    public static VerifyingKey ofInfo(byte[] der) {
        if (der.length == ED25519_HEAD.length + 32
                && Arrays.equals(der, 0, ED25519_HEAD.length, ED25519_HEAD, 0, ED25519_HEAD.length)) {
            return new Ed25519Key(HexFormat.of().formatHex(der, ED25519_HEAD.length, der.length));
        }
        // In the one spelling that a private key has here: an id is made of it.
        String own = PublicKeyPem.encode(der);
        return P256.isInfo(der) ? new EcdsaKey(own) : new RsaKey(own);
    }

    /** The keys in these files, in their order. */
    public static List<VerifyingKey> read(Collection<Path> files) throws IOException {
        List<VerifyingKey> keys = new ArrayList<>();
        for (Path file : files) {
            keys.add(read(file));
        }
        return keys;
    }

    /** The key in PEM, as {@link #read} and openssl read it. */
    public static String pem(VerifyingKey key) {
        return PublicKeyPem.encode(info(key));
    }

    /** The key's SubjectPublicKeyInfo in DER, as {@link #ofInfo} reads it. */
    public static byte[] info(VerifyingKey key) {
        return switch (key) {
            case Ed25519Key ed25519 -> info(ed25519);
            case EcdsaKey ecdsa -> ecdsa.info();
            case RsaKey rsa -> PublicKeyPem.decode(rsa.publicKey());
        };
    }

    private static byte[] info(Ed25519Key key) {
        byte[] info = Arrays.copyOf(ED25519_HEAD, ED25519_HEAD.length + 32);
        System.arraycopy(HexFormat.of().parseHex(key.publicKey()), 0, info, ED25519_HEAD.length, 32);
        return info;
    }
}
