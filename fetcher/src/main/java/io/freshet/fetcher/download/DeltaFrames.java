package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.DeltaHead;
import io.freshet.fetcher.http.AllMirrorsFailed;
import io.freshet.fetcher.http.MirrorFault;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes chunks of delta frames and of bases that are at hand. What does not come out right as a base is not at hand is left.
 * Where all bases are right, a mirror is to blame only if another has the frame right, as it may have been published wrong.
 */
final class DeltaFrames {

    private final RangeFetcher mirrors;
    private final Progress progress;

    /** @param mirrors where a frame is asked for once more */
    DeltaFrames(RangeFetcher mirrors, Progress progress) {
        this.mirrors = mirrors;
        this.progress = progress;
    }

    /**
     * What came of a frame.
     *
     * @param left targets that did not come out right
     * @param fault what is wrong with the frame: in the end known only where all of its bases are right
     */
    private record Outcome(List<Target> left, Optional<String> fault) {}

    /**
     * Places what it can of a frame, and gives the targets that are left.
     *
     * @param receipt of the span that the frame is in
     * @param at where the frame begins in the bench's stored bytes
     * @throws FormatException if no mirror has a frame right that there is no way around
     * @throws AllMirrorsFailed if that is not known, as one could not be asked
     */
    List<Target> place(FrameNeed need, Receipt receipt, int at, FrameBench bench) throws IOException {
        Outcome outcome = decode(need, bench.stored, at, bench);
        return outcome.fault.isEmpty() ? outcome.left : placeFromElsewhere(need, receipt, outcome, bench);
    }

    private List<Target> placeFromElsewhere(FrameNeed need, Receipt receipt, Outcome first, FrameBench bench)
            throws IOException {
        FrameRow frame = need.frame();
        ObjectRange range = ObjectRange.ofPack(frame.pack(), frame.offset(), frame.stored());
        byte[] stored = new byte[frame.stored()];
        List<Receipt> wrong = new ArrayList<>(List.of(receipt));
        Outcome outcome = first;
        while (outcome.fault.isPresent()) {
            Receipt next;
            try {
                next = mirrors.elsewhere(range, wrong, stored, 0);
            } catch (AllMirrorsFailed e) {
                if (need.isSpare()) {
                    break;
                }
                // One that could not be asked may have it right.
                throw e.faults().stream().allMatch(MirrorFault.WrongBytes.class::isInstance)
                        ? wrongEverywhere(frame, outcome.fault.get(), e)
                        : e;
            }
            String reason = outcome.fault.get();
            outcome = decode(new FrameNeed(frame, outcome.left), stored, 0, bench);
            if (outcome.fault.isEmpty()) {
                wrong.forEach(each -> mirrors.blame(each, next, reason));
            }
            wrong.add(next);
        }
        return outcome.left;
    }

    private static FormatException wrongEverywhere(FrameRow frame, String fault, AllMirrorsFailed cause) {
        FormatException wrong = new FormatException(
                "delta frame at byte %d of pack %s".formatted(frame.offset(), frame.pack()),
                fault
                        + ", though all of its bases are right, and no other mirror has it otherwise. It was published"
                        + " like this, or was damaged before mirrors copied it. Fetch another release, or add a"
                        + " mirror with --from URL.");
        wrong.initCause(cause);
        return wrong;
    }

    private Outcome decode(FrameNeed need, byte[] stored, int at, FrameBench bench) throws IOException {
        ByteReader in = new ByteReader("delta frame", stored, at, need.frame().stored());
        FrameBases.Found found;
        try {
            found = bench.bases.find(need.frame(), DeltaHead.read(in));
        } catch (FormatException e) {
            return new Outcome(need.targets(), Optional.of(e.problem()));
        }
        Outcome outcome = decode(need, found, stored, in, bench);
        if (outcome.fault.isEmpty()) {
            return outcome;
        }
        int damaged = bench.bases.dropWrong(found);
        progress.damaged(damaged);
        if (damaged > 0) {
            // Members that took nothing from what was wrong come out right now.
            Outcome without = decode(new FrameNeed(need.frame(), outcome.left), found, stored, in, bench);
            return new Outcome(without.left, Optional.empty());
        }
        return found.complete() ? outcome : new Outcome(outcome.left, Optional.empty());
    }

    private Outcome decode(FrameNeed need, FrameBases.Found found, byte[] stored, ByteReader in, FrameBench bench)
            throws IOException {
        try {
            FrameBench.Placed placed = bench.placeDelta(need, found.prefix(), stored, in.position(), in.remaining());
            Downloads.arrived(need.frame(), placed.right(), progress);
            return new Outcome(placed.wrong(), placed.problem());
        } catch (FormatException e) {
            return new Outcome(need.targets(), Optional.of(e.problem()));
        }
    }
}
