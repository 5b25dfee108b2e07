package io.freshet.witness;

import io.freshet.core.FormatException;
import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.ConsistencyProof;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.LogException;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TreeHead;
import io.freshet.core.log.ValidSignature;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.log.WitnessAnswer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One log that a witness knows. Of two requests at once the second is looked at when the first is on the disk. */
final class WitnessedLog {

    private final String origin;
    private final List<VerifierKey> keys;
    private final WitnessState state;
    private final Cosigner cosigner;
    private final InstantSource clock;
    private final WitnessEvents events;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    WitnessedLog(
            String origin,
            List<VerifierKey> keys,
            WitnessState state,
            Cosigner cosigner,
            InstantSource clock,
            WitnessEvents events) {
        this.origin = origin;
        this.keys = List.copyOf(keys);
        this.state = state;
        this.cosigner = cosigner;
        this.clock = clock;
        this.events = events;
    }

    String origin() {
        return origin;
    }

    /** The checkpoint that was cosigned last, with the signatures that were verified and made. */
    Optional<SignedCheckpoint> last() throws IOException {
        return state.read(origin);
    }

    WitnessAnswer add(AddCheckpoint request) throws IOException {
        List<ValidSignature> signers;
        try {
            signers = request.note().verify(keys);
        } catch (LogException.BadSignature e) {
            return new WitnessAnswer.Refused(403, "the signature of " + e.key() + " is not of this text");
        }
        if (signers.isEmpty()) {
            return new WitnessAnswer.Refused(403, "no key that is known here for " + origin + " has signed this");
        }
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(request.note().text());
        } catch (FormatException e) {
            return Malformed.answer(request.note(), e);
        }
        if (request.old() > checkpoint.head().size()) {
            return new WitnessAnswer.Refused(
                    400,
                    "old " + request.old() + " is more than the checkpoint's "
                            + checkpoint.head().size());
        }
        oneAtATime.lock();
        try {
            return grow(request, checkpoint, signers);
        } finally {
            oneAtATime.unlock();
        }
    }

    private WitnessAnswer grow(AddCheckpoint request, Checkpoint checkpoint, List<ValidSignature> signers)
            throws IOException {
        Optional<SignedCheckpoint> last = last();
        TreeHead before = last.map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
        if (request.old() != before.size()) {
            return new WitnessAnswer.OtherSize(before.size());
        }
        List<NoteSignature> verified =
                signers.stream().map(ValidSignature::line).distinct().toList();
        SignedCheckpoint offered = new SignedCheckpoint(checkpoint, new SignedNote(checkpoint.text(), verified));
        ConsistencyProof.Outcome outcome = request.proof().check(before, checkpoint.head());
        if (outcome != ConsistencyProof.Outcome.HOLDS) {
            return refused(outcome, offered, last);
        }
        NoteSignature cosignature = cosigner.cosign(checkpoint, clock.instant().getEpochSecond());
        state.write(offered.with(List.of(cosignature)));
        return new WitnessAnswer.Cosigned(List.of(cosignature));
    }

    private WitnessAnswer refused(
            ConsistencyProof.Outcome outcome, SignedCheckpoint offered, Optional<SignedCheckpoint> last)
            throws IOException {
        if (outcome == ConsistencyProof.Outcome.OTHER_BEGINNING && last.isPresent()) {
            Optional<String> kept = state.keepConflict(offered, last.get());
            events.conflict(origin, last.get().head(), offered.head(), kept);
            return new WitnessAnswer.Refused(
                    422,
                    "this is another history than the one cosigned here: "
                            + last.get().head().size() + " entries, root "
                            + last.get().head().root());
        }
        return new WitnessAnswer.Refused(422, "the consistency proof does not hold");
    }
}
