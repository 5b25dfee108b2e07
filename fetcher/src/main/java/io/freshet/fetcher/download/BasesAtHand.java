package io.freshet.fetcher.download;

import io.freshet.fetcher.seed.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which bases of delta frames are at hand: those that lie here, and those that were kept as the frames that they lie in
 * came by, in a temporary file of as many bytes. Takes 8 bytes of memory a base, and 20 for each of at most 262,144 that were lost.
 */
final class BasesAtHand implements AutoCloseable {

    /** Words that are noted as lost. */
    static final int MOST_LOST = 1 << 18;

    private static final long NOT_KEPT = -1;

    private final Bases bases;
    private final Seeds seeds;
    private final TemporaryFile kept;
    /** First words of bases that are not what they had been: found out when they were needed. */
    private final KeyNumbers lost = new KeyNumbers();
    /** More were lost than are noted: nothing of what lies here is believed any more. */
    private boolean lostMany;

    private BitSet wanted = new BitSet();
    private long[] keptAt = new long[0];

    BasesAtHand(Bases bases, Seeds seeds, Path temporary) {
        this.bases = bases;
        this.seeds = seeds;
        this.kept = new TemporaryFile(temporary);
    }

    /** From now on these bases are kept when they come by. Not while frames do. */
    synchronized void want(BitSet these) {
        wanted = these;
        int before = keptAt.length;
        keptAt = Arrays.copyOf(keptAt, bases.size());
        Arrays.fill(keptAt, before, keptAt.length, NOT_KEPT);
    }

    /** Whether a base is to be kept. */
    synchronized boolean wants(int base) {
        return wanted.get(base) && keptAt[base] == NOT_KEPT;
    }

    /** Keeps a base that was verified: the bytes from {@code from} on. */
    void keep(int base, byte[] bytes, int from) throws IOException {
        long at = kept.append(bytes, from, bases.length(base));
        synchronized (this) {
            keptAt[base] = at;
        }
    }

    /** Whether a base was kept. */
    synchronized boolean isKept(int base) {
        return base < keptAt.length && keptAt[base] != NOT_KEPT;
    }

    /** Reads a base that was kept. */
    void read(int base, byte[] into, int to) throws IOException {
        long at;
        synchronized (this) {
            at = keptAt[base];
        }
        kept.read(at, into, to, bases.length(base));
    }

    /** Whether a base was kept, or should lie here. */
    boolean has(int base) throws IOException {
        return isKept(base)
                || (!isLost(bases.word(base)) && seeds.find(bases.word(base)).isPresent());
    }

    /** Whether {@linkplain #has all bases} of a delta frame are at hand. */
    boolean hasAll(Bases.Delta delta) throws IOException {
        for (int i = 0; i < delta.count(); i++) {
            if (!has(bases.base(delta, i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Notes that a base with this first word can't be had here, whatever is known of local data. Where so many were lost that
     * there is no room for one more, all are: they are read from packs, as if nothing lay here.
     */
    synchronized void lose(long word) {
        if (lost.size() < MOST_LOST) {
            lost.add(word);
        } else if (lost.find(word) == KeyNumbers.NONE) {
            lostMany = true;
        }
    }

    private synchronized boolean isLost(long word) {
        return lostMany || lost.find(word) != KeyNumbers.NONE;
    }

    /** How often a base was {@linkplain #lose lost} so far that {@linkplain #has was at hand} before. */
    synchronized int lost() {
        return lost.size() + (lostMany ? 1 : 0);
    }

    @Override
    public void close() throws IOException {
        kept.close();
    }
}
