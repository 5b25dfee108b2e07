package io.freshet.core.trust;

import io.freshet.core.index.EntryPath;

/**
 * Why a signature was not counted.
 *
 * @param keyId the key that it names, as far as it is worth showing
 */
public record SignatureFault(String keyId, Reason reason) {

    /** What is the matter with it. */
    public enum Reason {
        /** The role has no such key. */
        NOT_OF_THE_ROLE("not of this role"),
        /** The key is of a type that this version can't verify with. */
        UNSUPPORTED_KEY("of an unsupported type"),
        /** The key is of a type that this version knows, but malformed: no such key. */
        INVALID_KEY("whose public part is malformed"),
        /** The key is listed under an id that is not its own. */
        WRONG_KEY_ID("listed under an id that is not its own"),
        /** The signature is not this key's over these bytes. */
        INVALID("invalid"),
        /** The same key was counted already. */
        REPEATED("repeated");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    @Override
    public String toString() {
        return "signature of key " + EntryPath.printable(keyId.substring(0, Math.min(12, keyId.length()))) + " "
                + reason.words;
    }
}
