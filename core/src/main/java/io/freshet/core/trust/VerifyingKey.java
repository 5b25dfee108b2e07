package io.freshet.core.trust;

/** A public key of a type that this version verifies signatures with. */
public sealed interface VerifyingKey extends Key permits Ed25519Key, EcdsaKey, RsaKey {

    /**
     * Whether {@code signature} is this key's over {@code message}. A signature in another than the one encoding of its
     * scheme is none.
     */
    boolean verifies(byte[] message, byte[] signature);

    /**
     * What makes it this key and no other: equal for keys that one private key signs for, however they are spelled,
     * whatever fields they have besides. Thresholds count these, not ids.
     */
    String material();

    /** Its type in a word: {@code ed25519}, {@code ecdsa} or {@code rsa}. */
    default String algorithm() {
        return switch (this) {
            case Ed25519Key _ -> "ed25519";
            case EcdsaKey _ -> "ecdsa";
            case RsaKey _ -> "rsa";
        };
    }
}
