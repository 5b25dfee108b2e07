package io.freshet.fetcher.proof;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.VerifiedCheckpoint;
import io.freshet.core.proof.ReleaseProof;
import java.util.List;
import java.util.Optional;

/**
 * Which proof of a release's entry is kept, of several that the log's key has signed. What cosignatures are worth is known
 * only of the policy's witnesses: anybody can write lines of others.
 *
 * @param policy the log's keys, and those witnesses that were asked for
 */
record ShownLog(LogPolicy policy) {

    /**
     * The best of them: by one checkpoint, with the cosignatures of both. By two, what was kept before, unless it falls short
     * of the policy, or the other one has the cosignatures of the same witnesses and of more, or there is nothing to lose.
     *
     * @param kept what there was before, which the log's key has signed
     * @param made what a mirror has shown now, which meets the policy
     */
    ReleaseProof.Logged best(ReleaseProof.Logged kept, ReleaseProof.Logged made) throws FormatException {
        TlogProof now = TlogProof.parse(made.proof());
        TlogProof before = TlogProof.parse(kept.proof());
        if (saysTheSame(before, now)) {
            return with(Optional.of(kept), made);
        }
        SignedCheckpoint signed = before.checkpoint();
        SignedCheckpoint old = policy.joined(signed.note().signatures(), signed);
        SignedCheckpoint anew = policy.joined(List.of(), now.checkpoint());
        return takesItsPlace(old, anew) ? by(now, anew, made) : by(before, old, kept);
    }

    /**
     * What a mirror has shown, with the cosignatures of an earlier proof by the same checkpoint, whoever has signed that for
     * the log then.
     */
    ReleaseProof.Logged with(Optional<ReleaseProof.Logged> earlier, ReleaseProof.Logged made) throws FormatException {
        TlogProof now = TlogProof.parse(made.proof());
        List<NoteSignature> lines = earlier.flatMap(ShownLog::parsed)
                .filter(before -> saysTheSame(before, now))
                .map(before -> before.checkpoint().note().signatures())
                .orElse(List.of());
        return by(now, policy.joined(lines, now.checkpoint()), made);
    }

    private static Optional<TlogProof> parsed(ReleaseProof.Logged kept) {
        try {
            return Optional.of(TlogProof.parse(kept.proof()));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    private static boolean saysTheSame(TlogProof before, TlogProof now) {
        return before.checkpoint().checkpoint().equals(now.checkpoint().checkpoint());
    }

    private static ReleaseProof.Logged by(TlogProof proof, SignedCheckpoint signed, ReleaseProof.Logged shown) {
        return new ReleaseProof.Logged(shown.entry(), new TlogProof("", proof.inclusion(), signed).encode());
    }

    private boolean takesItsPlace(SignedCheckpoint old, SignedCheckpoint anew) {
        Optional<VerifiedCheckpoint> had = accepted(old);
        if (had.isEmpty()) {
            return true;
        }
        List<String> before = policy.cosigned(had.get());
        List<String> now = accepted(anew).map(policy::cosigned).orElse(List.of());
        boolean more = now.size() > before.size() && now.containsAll(before);
        return more || (policy.witnesses().isEmpty() ? cosignatures(old).isEmpty() : before.isEmpty());
    }

    /** What may be somebody's: a line under the log's own name is no witness's. */
    static List<NoteSignature> cosignatures(SignedCheckpoint signed) {
        return signed.note().signatures().stream()
                .filter(line -> !line.name().equals(signed.checkpoint().origin()))
                .toList();
    }

    private Optional<VerifiedCheckpoint> accepted(SignedCheckpoint signed) {
        try {
            return Optional.of(policy.accept(signed));
        } catch (LogException e) {
            return Optional.empty();
        }
    }
}
