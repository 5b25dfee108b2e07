package io.freshet.core.log;

import java.util.List;

/** A checkpoint that a policy has accepted; nothing else makes one. */
public final class VerifiedCheckpoint {

    private final SignedCheckpoint signed;
    private final List<ValidSignature> signatures;

    VerifiedCheckpoint(SignedCheckpoint signed, List<ValidSignature> signatures) {
        this.signed = signed;
        this.signatures = List.copyOf(signatures);
    }

    /** The checkpoint with all of its signatures. */
    public SignedCheckpoint signed() {
        return signed;
    }

    /** Those of the log and of witnesses that the policy knows. */
    public List<ValidSignature> signatures() {
        return signatures;
    }

    /** Which tree it speaks of. */
    public TreeHead head() {
        return signed.head();
    }

    @Override
    public String toString() {
        return signed.checkpoint().origin() + ", " + head();
    }
}
