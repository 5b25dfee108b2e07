package io.freshet.fetcher.proof;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPolicy;
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
     * @param kept what there was before
     * @param made what a mirror has shown now, which meets the policy
     */
    ReleaseProof.Logged best(Optional<ReleaseProof.Logged> kept, ReleaseProof.Logged made) throws FormatException {
        TlogProof now = TlogProof.parse(made.proof());
        if (kept.isEmpty()) {
            return by(now, policy.joined(List.of(), now.checkpoint()), made);
        }
        TlogProof before = TlogProof.parse(kept.get().proof());
        SignedCheckpoint signed = before.checkpoint();
        if (signed.checkpoint().equals(now.checkpoint().checkpoint())) {
            return by(now, policy.joined(signed.note().signatures(), now.checkpoint()), made);
        }
        SignedCheckpoint old = policy.joined(signed.note().signatures(), signed);
        SignedCheckpoint anew = policy.joined(List.of(), now.checkpoint());
        return takesItsPlace(old, anew) ? by(now, anew, made) : by(before, old, kept.get());
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
        return more || old.note().signatures().size() == 1;
    }

    private Optional<VerifiedCheckpoint> accepted(SignedCheckpoint signed) {
        try {
            return Optional.of(policy.accept(signed));
        } catch (LogException e) {
            return Optional.empty();
        }
    }
}
