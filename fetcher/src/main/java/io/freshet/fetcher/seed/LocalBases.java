package io.freshet.fetcher.seed;

import io.freshet.core.Digest;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
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
     * What was found.
     *
     * @param prefix of the delta frame, with zeros for each base that was not found, or was not right
     * @param complete whether all bases were right
     * @param damaged bytes of bases that should lie here and were not what they had been
     */
    public record Found(DeltaPrefix prefix, boolean complete, int damaged) {}

    /**
     * A base, and where it may lie.
     *
     * @param at where it stands in the prefix
     */
    private record Placed(DeltaHead.Base base, int at, SeedPlace place) {}

    /** Brings the bases that a frame's head names. */
    public Found find(DeltaHead head) throws IOException {
        List<Placed> placed = new ArrayList<>(head.bases().size());
        int at = 0;
        for (DeltaHead.Base base : head.bases()) {
            Optional<SeedPlace> place = seeds.find(base.word());
            if (place.isPresent()) {
                placed.add(new Placed(base, at, place.get()));
            }
            at += base.length();
        }
        // Files are read from their begin to their end, as disks like it.
        placed.sort(Comparator.comparing((Placed each) -> each.place.file())
                .thenComparingLong(each -> each.place.offset()));
        byte[] bytes = new byte[at];
        int damaged = 0;
        for (Placed each : placed) {
            if (!read(each, bytes)) {
                damaged += each.base.length();
            }
        }
        boolean complete = damaged == 0 && placed.size() == head.bases().size();
        return new Found(new DeltaPrefix(bytes.length).add(bytes, 0, bytes.length), complete, damaged);
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
