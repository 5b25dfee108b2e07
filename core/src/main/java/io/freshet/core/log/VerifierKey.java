package io.freshet.core.log;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.trust.Ed25519Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that notes are verified with: a <i>vkey</i> (signed-note, section Verifier keys).
 *
 * @param name who signs by it: a log's origin, a witness's name; at most 255 bytes
 * @param publicKey its bytes in base64: 32 of Ed25519, 1,312 of ML-DSA-44
 */
public record VerifierKey(String name, SignatureType type, String publicKey) {

    private static final String WHAT = "verifier key";
    private static final int MOST_CHARS = 4096;
    private static final Pattern FORM =
            Pattern.compile("(?<name>[^+]+)\\+(?<id>[0-9a-f]{8})\\+(?<key>[A-Za-z0-9+/=]+)");

    public VerifierKey {
        KeyName.requireShort(name);
        int length = LogText.unbase64("a public key", publicKey).length;
        if (length != type.keyBytes()) {
            throw new IllegalArgumentException("a public key has " + type.keyBytes() + " bytes, not " + length);
        }
    }

    /** The key of {@code publicKey}. */
    public static VerifierKey of(String name, SignatureType type, Ed25519Key publicKey) {
        return new VerifierKey(name, type, LogText.base64(HexFormat.of().parseHex(publicKey.publicKey())));
    }

    /** Reads a key as {@link #encode()} writes it; its id must be the one that its name, type and bytes have. */
    public static VerifierKey parse(String vkey) throws FormatException {
        Matcher form = FORM.matcher(vkey.length() > MOST_CHARS ? "" : vkey);
        if (!form.matches()) {
            throw new FormatException(WHAT, "\"" + LogText.brief(vkey) + "\" is not NAME+ID+KEY");
        }
        byte[] typed = LogText.build(WHAT, () -> LogText.unbase64("a public key", form.group("key")));
        SignatureType type = SignatureType.of(typed[0])
                .orElseThrow(() -> new FormatException(
                        WHAT, "is of type " + Byte.toUnsignedInt(typed[0]) + "; this release verifies 1, 4 and 6"));
        String publicKey = LogText.base64(Arrays.copyOfRange(typed, 1, typed.length));
        VerifierKey key = LogText.build(WHAT, () -> new VerifierKey(form.group("name"), type, publicKey));
        if (!key.hexId().equals(form.group("id"))) {
            throw new FormatException(WHAT, "has the id " + form.group("id") + ", but its key has " + key.hexId());
        }
        return key;
    }

    /** The vkey. */
    public String encode() {
        return name + "+" + hexId() + "+" + LogText.base64(typed());
    }

    /** The first four bytes of SHA-256(name || 0x0A || type || public key), big-endian. */
    public int id() {
        byte[] start = (name + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] typed = typed();
        byte[] hashed = Arrays.copyOf(start, start.length + typed.length);
        System.arraycopy(typed, 0, hashed, start.length, typed.length);
        return ByteBuffer.wrap(Digest.of(hashed).bytes()).getInt();
    }

    /** The key's bytes. */
    byte[] bytes() {
        return LogText.unbase64("a public key", publicKey);
    }

    /** Whether a signature line says that it is of this key. */
    boolean isNamedBy(NoteSignature line) {
        return line.name().equals(name) && line.keyId() == id();
    }

    /** Whether a line that names this key holds its signature of a note of this text. */
    boolean verifies(String text, NoteSignature line) {
        byte[] signature = line.signature();
        return signature.length == type.signatureBytes() && SignedMessage.verifies(this, text, signature);
    }

    private byte[] typed() {
        byte[] bytes = bytes();
        return ByteBuffer.allocate(1 + bytes.length)
                .put(type.identifier())
                .put(bytes)
                .array();
    }

    private String hexId() {
        return HexFormat.of().toHexDigits(id());
    }

    /** Name and id: enough to tell keys apart. */
    @Override
    public String toString() {
        return name + "+" + hexId();
    }
}
