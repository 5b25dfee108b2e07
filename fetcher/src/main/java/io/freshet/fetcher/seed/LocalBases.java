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

/**
 * Brings the bases of delta frames from local data. Whether they are what they had been, the chunks that are made of them tell;
 * only where these come out wrong, bases are hashed. For one thread.
 */
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
     * @param placed bases that were read
     * @param missing bases that were not found, by their number in the head
     */
    public record Found(List<Placed> placed, BitSet missing) {}

    /**
     * A base, and where it may lie.
     *
     * @param number in the head
     * @param at where it stands among the bases
     */
    public record Placed(int number, DeltaHead.Base base, int at, SeedPlace place) {}

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
        for (Placed each : placed) {
            // What can't be read is as wrong as what was written over: zeros hash to another id.
            files.read(each.place, bytes, each.at, each.base.length());
        }
        return new Found(placed, missing);
    }

    /** Which of the bases that were read are not what they had been; zeros are in their places in {@code bytes} then. */
    public List<DeltaHead.Base> wrong(Found found, byte[] bytes) {
        List<DeltaHead.Base> wrong = new ArrayList<>();
        for (Placed each : found.placed) {
            int length = each.base.length();
            if (Digest.of(sha256, bytes, each.at, length).word(0) != each.base.word()) {
                Arrays.fill(bytes, each.at, each.at + length, (byte) 0);
                wrong.add(each.base);
            }
        }
        return wrong;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
