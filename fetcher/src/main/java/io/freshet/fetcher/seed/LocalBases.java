package io.freshet.fetcher.seed;

import io.freshet.core.Digest;
import io.freshet.core.pack.DeltaHead;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Brings the bases of delta frames from local data, each only if it still hashes to its id. For one thread. */
public final class LocalBases implements AutoCloseable {

    private final Seeds seeds;
    private final SeedFiles files = new SeedFiles();
    private final MessageDigest sha256 = Digest.sha256();

    /** @param seeds where bases are looked for */
    public LocalBases(Seeds seeds) {
        this.seeds = seeds;
    }

    /**
     * What was not found.
     *
     * @param missing bases that were not found, or were not right, by their number in the head
     * @param damaged bytes of bases that should lie here and were not what they had been
     */
    public record Found(BitSet missing, int damaged) {}

    /**
     * A base, and where it may lie.
     *
     * @param number in the head
     * @param at where it stands among the bases
     */
    private record Placed(int number, DeltaHead.Base base, int at, SeedPlace place) {}

    /**
     * Brings the bases that a frame's head names.
     *
     * @param but numbers of those that are there already
     * @param bytes takes the bases, one behind the other; zeros are left where one was not found
     */
    public Found find(DeltaHead head, BitSet but, byte[] bytes) throws IOException {
        List<Placed> placed = new ArrayList<>(head.bases().size());
        BitSet missing = new BitSet();
        int at = 0;
        for (int i = 0; i < head.bases().size(); i++) {
            DeltaHead.Base base = head.bases().get(i);
            if (!but.get(i)) {
                Optional<SeedPlace> place = seeds.find(base.word());
                if (place.isPresent()) {
                    placed.add(new Placed(i, base, at, place.get()));
                } else {
                    missing.set(i);
                }
            }
            at += base.length();
        }
        // Files are read from their begin to their end, as disks like it.
        placed.sort(Comparator.comparing((Placed each) -> each.place.file())
                .thenComparingLong(each -> each.place.offset()));
        int damaged = 0;
        for (Placed each : placed) {
            if (!read(each, bytes)) {
                damaged += each.base.length();
                missing.set(each.number);
            }
        }
        return new Found(missing, damaged);
    }

    /** Reads a base to its place in {@code bytes}, or leaves zeros there. */
    private boolean read(Placed placed, byte[] bytes) throws IOException {
        int length = placed.base.length();
        boolean right = files.read(placed.place, bytes, placed.at, length)
                && Digest.of(sha256, bytes, placed.at, length).word(0) == placed.base.word();
        if (!right) {
            Arrays.fill(bytes, placed.at, placed.at + length, (byte) 0);
        }
        return right;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
