package io.freshet.fetcher.proof;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.TlogProof;
import io.freshet.core.proof.ProofCheck;
import io.freshet.core.proof.ProofTerms;
import io.freshet.core.proof.ProvenRelease;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier fetch of a version has kept, whose metadata others have followed. The log's proof goes with them: another
 * key signs the log since, or the channel was halted and resumed, so that another entry is the release's.
 *
 * @param witnesses a policy whose witnesses are known, where one was given
 */
record EarlierProof(ReleaseProof proof, Optional<LogPolicy> witnesses) {

    /**
     * Whether it proves the channel's release by itself, with a proof of the log, and {@code next} lacks cosignatures that
     * it has: of the known witnesses, or where none is known, of whomever.
     */
    boolean showsMoreThan(ReleaseProof next) throws FormatException {
        Optional<ProvenRelease.InLog> had = proof.channel().equals(next.channel())
                ? shown(proof, Optional.of(next.roots().getFirst()))
                : Optional.empty();
        if (had.isEmpty()) {
            return false;
        }
        Optional<ProvenRelease.InLog> has = shown(next, Optional.empty());
        if (has.isEmpty()) {
            // The log alone is none's word but the publisher's, who says the same by the documents of now.
            return !cosignatures(proof).isEmpty();
        }
        return witnesses.isPresent()
                ? !has.get().cosigned().containsAll(had.get().cosigned())
                : !cosignatures(next).containsAll(cosignatures(proof));
    }

    /** What the log shows by it to who knows the publisher by {@code root}; nothing where it was damaged, or falls short. */
    private Optional<ProvenRelease.InLog> shown(ReleaseProof by, Optional<byte[]> root) {
        try {
            return new ProofCheck("the proof", by).verify(root, terms()).log();
        } catch (TrustException | LogException | IOException e) {
            return Optional.empty();
        }
    }

    private ProofTerms terms() {
        return new ProofTerms(witnesses, Optional.empty());
    }

    private static List<NoteSignature> cosignatures(ReleaseProof of) throws FormatException {
        return ShownLog.cosignatures(
                TlogProof.parse(of.log().orElseThrow().proof()).checkpoint());
    }
}
