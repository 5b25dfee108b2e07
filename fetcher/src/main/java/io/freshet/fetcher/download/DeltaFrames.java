package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.DeltaHead;
import io.freshet.fetcher.http.AllMirrorsFailed;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import io.freshet.fetcher.seed.LocalBases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes chunks of delta frames and of bases that lie here. All of them can be had without: what does not come out right is
 * left to plain frames. A mirror is to blame only where another has the frame right, as it may have been published wrong.
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
     * @param placed its targets, by whether they came out right
     * @param fault what is wrong with the frame: known only where all of its bases are right
     * @param damaged bytes of bases that should lie here and were not what they had been
     */
    private record Outcome(FrameBench.Placed placed, Optional<String> fault, int damaged) {}

    /**
     * Places what it can of a frame, and gives the targets that are left.
     *
     * @param receipt of the span that the frame is in
     * @param at where the frame begins in the bench's stored bytes
     */
    List<Target> place(FrameNeed need, Receipt receipt, int at, FrameBench bench) throws IOException {
        Outcome outcome = decode(need, bench.stored, at, bench);
        progress.damaged(outcome.damaged);
        return outcome.fault.isEmpty() ? outcome.placed.wrong() : placeFromElsewhere(need, receipt, outcome, bench);
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
                break;
            }
            String reason = outcome.fault.get();
            outcome = decode(new FrameNeed(frame, outcome.placed.wrong()), stored, 0, bench);
            if (outcome.placed.wrong().isEmpty()) {
                wrong.forEach(each -> mirrors.blame(each, next, reason));
            }
            wrong.add(next);
        }
        return outcome.placed.wrong();
    }

    private Outcome decode(FrameNeed need, byte[] stored, int at, FrameBench bench) throws IOException {
        ByteReader in = new ByteReader("delta frame", stored, at, need.frame().stored());
        DeltaHead head;
        try {
            head = DeltaHead.read(in);
        } catch (FormatException e) {
            return new Outcome(nothing(need), Optional.of(e.problem()), 0);
        }
        LocalBases.Found bases = bench.bases.find(head);
        FrameBench.Placed placed;
        Optional<String> fault;
        try {
            placed = bench.placeDelta(need, bases.prefix(), stored, in.position(), in.remaining());
            fault = placed.wrong().stream().findFirst().map(Downloads::problem);
        } catch (FormatException e) {
            placed = nothing(need);
            fault = Optional.of(e.problem());
        }
        Downloads.arrived(need.frame(), placed.right(), progress);
        return new Outcome(placed, bases.complete() ? fault : Optional.empty(), bases.damaged());
    }

    private static FrameBench.Placed nothing(FrameNeed need) {
        return new FrameBench.Placed(List.of(), need.targets());
    }
}
