package io.freshet.core.chunk;

import static io.freshet.core.chunk.ZeroBlocks.BLOCK;
import static io.freshet.core.chunk.ZeroBlocks.RUN;
import static io.freshet.core.chunk.ZeroBlocks.allZero;
import static io.freshet.core.chunk.ZeroBlocks.roundUp;

/**
 * Looks ahead for the next zero run. A run has at least sixteen whole blocks and so covers one at a multiple of 65,536:
 * only those are probed, and around one that is zero the run is measured.
 */
final class ZeroScan {

    /** The start of the next run is not known. */
    static final long NONE = Long.MAX_VALUE;

    /** No run starts before this offset in the file, except at {@link #runStart}. */
    private long decided;

    private long runStart = NONE;

    /** Offset up to which it is known whether a run starts. */
    long decided() {
        return decided;
    }

    /** Offset in the file at which the next run starts, {@link #NONE} if none is known. */
    long runStart() {
        return runStart;
    }

    /** Forgets the run that was found, which ended at {@code offset}. */
    void restart(long offset) {
        decided = offset;
        runStart = NONE;
    }

    /** The bytes before {@code offset} were cut: no run that was not found yet starts among them. */
    void pass(long offset) {
        decided = Math.max(decided, offset);
    }

    /**
     * Looks as far as the bytes allow, or to the next run.
     *
     * @param base index in {@code bytes} minus offset in the file
     * @param end offset in the file at which the bytes end; they begin no later than {@link #decided()}
     * @param eof whether the file ends there too
     */
    void advance(byte[] bytes, long base, long end, boolean eof) {
        while (runStart == NONE && decided < end) {
            long probe = roundUp(decided, RUN);
            if (probe + BLOCK > end) {
                if (eof) {
                    decided = end;
                }
                return;
            }
            if (!allZero(bytes, (int) (base + probe), BLOCK)) {
                decided = probe + BLOCK;
            } else if (!measure(bytes, base, probe, end, eof)) {
                return;
            }
        }
    }

    /** Measures the run around a zero block; answers false if the bytes end before it is decided. */
    private boolean measure(byte[] bytes, long base, long probe, long end, boolean eof) {
        long first = roundUp(decided, BLOCK);
        long start = probe;
        while (start > first && allZero(bytes, (int) (base + start - BLOCK), BLOCK)) {
            start -= BLOCK;
        }
        long stop = probe + BLOCK;
        while (stop < start + RUN && stop + BLOCK <= end && allZero(bytes, (int) (base + stop), BLOCK)) {
            stop += BLOCK;
        }
        if (stop >= start + RUN) {
            runStart = start;
            decided = start;
        } else if (stop + BLOCK <= end) {
            decided = stop + BLOCK;
        } else if (eof) {
            decided = end;
        } else {
            decided = start;
            return false;
        }
        return true;
    }
}
