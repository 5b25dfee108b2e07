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

    /** Whether that is enough. */
    public boolean isMet() {
        return signed.size() >= threshold;
    }
}
