package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.fetcher.seed.LocalBases;
import io.freshet.fetcher.seed.Seeds;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Brings the bases of delta frames: what was kept of them, and the others from local data. For one thread. */
final class FrameBases implements AutoCloseable {

    private final Bases bases;
    private final BasesAtHand atHand;
    private final LocalBases local;

    FrameBases(Bases bases, BasesAtHand atHand, Seeds seeds) {
        this.bases = bases;
        this.atHand = atHand;
        this.local = new LocalBases(seeds);
    }

    /**
     * What was found.
     *
     * @param bytes of all bases, zeros for each that was not found
     * @param local what of them lies here; whether it is right was not looked at
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Found(byte[] bytes, LocalBases.Found local) {

        /** The prefix of the frame. */
        DeltaPrefix prefix() {
            return new DeltaPrefix(bytes.length).add(bytes, 0, bytes.length);
        }

        /** Whether all bases were found. */
        boolean complete() {
            return local.missing().isEmpty();
        }
    }

    /**
     * Brings the bases of a frame.
     *
     * @param head of the frame, as it came
     * @throws FormatException if a bases node says that it has others
     */
    Found find(FrameRow frame, DeltaHead head) throws IOException {
        byte[] bytes = new byte[head.baseBytes()];
        BitSet kept = new BitSet();
        Optional<Bases.Delta> delta = bases.delta(FrameName.of(frame));
        if (delta.isPresent()) {
            check(delta.get(), head);
            readKept(delta.get(), head, kept, bytes);
        }
        return new Found(bytes, local.find(head, kept, bytes));
    }

    /** Hashes what lies here, and puts zeros in the place of what is not right; gives how many bytes that are. */
    int dropWrong(Found found) {
        List<DeltaHead.Base> wrong = local.wrong(found.local, found.bytes);
        wrong.forEach(base -> atHand.lose(base.word()));
        return wrong.stream().mapToInt(DeltaHead.Base::length).sum();
    }

    private void check(Bases.Delta delta, DeltaHead head) throws FormatException {
        boolean same = delta.count() == head.bases().size();
        for (int i = 0; same && i < delta.count(); i++) {
            int base = bases.base(delta, i);
            DeltaHead.Base said = head.bases().get(i);
            same = said.word() == bases.word(base) && said.length() == bases.length(base);
        }
        if (!same) {
            throw new FormatException("delta frame", "it has other bases than the bases node says");
        }
    }

    private void readKept(Bases.Delta delta, DeltaHead head, BitSet kept, byte[] bytes) throws IOException {
        int at = 0;
        for (int i = 0; i < delta.count(); i++) {
            int base = bases.base(delta, i);
            if (atHand.isKept(base)) {
                atHand.read(base, bytes, at);
                kept.set(i);
            }
            at += head.bases().get(i).length();
        }
    }

    @Override
    public void close() throws IOException {
        local.close();
    }
}
