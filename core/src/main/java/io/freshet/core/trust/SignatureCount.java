package io.freshet.core.trust;

import java.util.List;

/**
 * Who has signed a document for a role, so far.
 *
 * @param threshold how many different keys must have
 * @param signed ids of the keys that have, each once
 * @param missing ids of the keys of the role that have not
 * @param faults signatures that do not count, and why
 */
public record SignatureCount(int threshold, List<String> signed, List<String> missing, List<SignatureFault> faults) {

    public SignatureCount {
        signed = List.copyOf(signed);
        missing = List.copyOf(missing);
        faults = List.copyOf(faults);
    }

    /** Who of a role, whose keys are among {@code keys}, has signed a message; each public key counts once. */
    public static SignatureCount of(Role role, KeyTable keys, byte[] message, List<Signature> signatures) {
        return new SignatureCheck("", "", role, keys).count(message, signatures);
    }

    /** Whether that is enough. */
    public boolean isMet() {
        return signed.size() >= threshold;
    }
}
