package io.freshet.core.log;

import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of signatures on notes that this version verifies (signed-note, section Signature types). */
public enum SignatureType {

    /** Over the note's text. */
    ED25519(0x01, 32, 64),

    /** A cosignature: when a witness saw this checkpoint as the log's largest one (tlog-cosignature). */
    COSIGNATURE_ED25519(0x04, 32, Long.BYTES + 64),

    /** A cosignature of a checkpoint's origin, size and root, but not of its extension lines (tlog-cosignature). */
    COSIGNATURE_ML_DSA_44(0x06, 1312, Long.BYTES + 2420);

    private final byte identifier;
    private final int keyBytes;
    private final int signatureBytes;

    SignatureType(int identifier, int keyBytes, int signatureBytes) {
        this.identifier = (byte) identifier;
        this.keyBytes = keyBytes;
        this.signatureBytes = signatureBytes;
    }

    /** The byte that stands for it in keys and their ids. */
    byte identifier() {
        return identifier;
    }

    /** Length of a public key. */
    int keyBytes() {
        return keyBytes;
    }

    /** Length of what follows the key id in a signature line. */
    int signatureBytes() {
        return signatureBytes;
    }

    /** Whether signatures of this type say when they were made, in their first eight bytes. */
    boolean isTimed() {
        return this != ED25519;
    }

    static Optional<SignatureType> of(byte identifier) {
        return Stream.of(values()).filter(type -> type.identifier == identifier).findFirst();
    }
}
