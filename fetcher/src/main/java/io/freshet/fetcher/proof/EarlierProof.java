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
     * Whether it proves the release by itself, with a proof of the log, and {@code next} has none, or lacks cosignatures that
     * it has: of the known witnesses, or where none is known, of whomever.
     */
    boolean showsMoreThan(ReleaseProof next) throws TrustException, LogException, IOException {
        Optional<ProvenRelease.InLog> had = shown(next.roots().getFirst());
        if (had.isEmpty()) {
            return false;
        }
        Optional<ProvenRelease.InLog> has =
                new ProofCheck("the proof", next).verify(Optional.empty(), terms()).log();
        if (has.isEmpty()) {
            return true;
        }
        return witnesses.isPresent()
                ? !has.get().cosigned().containsAll(had.get().cosigned())
                : !lines(next).containsAll(cosignatures(had.get().origin()));
    }

    /** What it shows of the log to who knows the publisher by {@code root}; nothing where it was damaged, or falls short. */
    private Optional<ProvenRelease.InLog> shown(byte[] root) {
        try {
            return new ProofCheck("the proof that was kept", proof)
                    .verify(Optional.of(root), terms())
                    .log();
        } catch (TrustException | LogException | IOException e) {
            return Optional.empty();
        }
    }

    private ProofTerms terms() {
        return new ProofTerms(witnesses, Optional.empty());
    }

    private List<NoteSignature> cosignatures(String origin) throws FormatException {
        return lines(proof).stream()
                .filter(line -> !line.name().equals(origin))
                .toList();
    }

    private static List<NoteSignature> lines(ReleaseProof of) throws FormatException {
        return TlogProof.parse(of.log().orElseThrow().proof())
                .checkpoint()
                .note()
                .signatures();
    }
}
