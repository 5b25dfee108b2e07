package io.freshet.core.chunk;

import static io.freshet.core.chunk.ZeroBlocks.BLOCK;
import static io.freshet.core.chunk.ZeroBlocks.RUN;
import static io.freshet.core.chunk.ZeroBlocks.allZero;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one file into chunks and zero runs, whose lengths together are the file's. Its bytes come in order through a
 * sliding window; the result does not depend on the windows. For files that are not {@link Profile#inline}.
 *
 * <pre>{@code
 * cutter.window(bytes, 0, filled, eof);
 * switch (cutter.next()) {
 *     case CHUNK -> bytes[cutter.at()], cutter.length() of them
 *     case ZEROS -> cutter.zeros() bytes of zeros, which the caller may never have seen at once
 *     case MORE  -> keep the bytes from cutter.rest() on, add more behind them, and hand in the new window
 *     case END   -> the file is cut up
 * }
 * }</pre>
 *
 * <p>{@code MORE} is never answered to a window of {@link #lookahead()} bytes from {@link #rest()} on, unless all of
 * them were zeros and are consumed; a window of a few times that size keeps the bytes that have to be moved few.
 * Allocates nothing once it is made. Not for several threads at once.
 */
public final class FileCutter {

    /** What {@link #next()} found. */
    public enum Step {
        /** A chunk: {@link #at()}, {@link #length()}, {@link #grain()}. */
        CHUNK,
        /** A whole zero run: {@link #zeros()}. */
        ZEROS,
        /** What comes next depends on bytes behind the window: keep those from {@link #rest()} on. */
        MORE,
        /** The file has ended. */
        END
    }

    private final ChunkerSpec spec;
    /** The fixed grain, where there is one; else {@link #finder} finds the ends of chunks. */
    private final int fixed;

    private final @Nullable CutFinder finder;
    private final ZeroScan scan = new ZeroScan();

    private byte[] bytes = {};
    private int rest;
    private int to;
    private boolean eof;
    /** Offset in the file of the byte at {@link #rest}. */
    private long offset;

    private int at;
    private int length;
    private boolean inZeroRun;
    private long zeros;

    /**
     * @param spec of the profile, for the path of this file
     * @param gear of the same profile
     */
    public FileCutter(ChunkerSpec spec, Gear gear) {
        this.spec = spec;
        switch (spec) {
            case ChunkerSpec.Fixed(int size) -> {
                fixed = size;
                finder = null;
            }
            case ChunkerSpec.FastCdc fastCdc -> {
                fixed = 0;
                finder = new CutFinder(fastCdc, gear);
            }
            case ChunkerSpec.Unknown(String kind) ->
                throw new IllegalArgumentException("this release can't cut files by \"" + kind + "\"");
        }
    }

    /** Bytes from {@link #rest()} on with which the next step can always be told; less may do. */
    public int lookahead() {
        return spec.maxLength() + RUN + BLOCK;
    }

    /**
     * Hands in the bytes that follow what was cut so far. They may not change until the next window.
     *
     * @param from index of the byte that was at {@link #rest()}
     * @param to index behind the last byte; no fewer bytes than were left over
     * @param eof whether the file ends with them
     */
    public void window(byte[] bytes, int from, int to, boolean eof) {
        Objects.checkFromToIndex(from, to, bytes.length);
        if (to - from < this.to - rest) {
            throw new IllegalArgumentException("the new window lacks bytes that are not cut yet");
        }
        this.bytes = bytes;
        this.rest = from;
        this.to = to;
        this.eof = eof;
    }

    /** Finds the next piece. */
    public Step next() {
        if (!inZeroRun && offset == scan.runStart()) {
            inZeroRun = true;
            zeros = 0;
        }
        if (inZeroRun) {
            return zeroRun();
        }
        if (rest == to) {
            return eof ? Step.END : Step.MORE;
        }
        scan.advance(bytes, rest - offset, offset + to - rest, eof);
        if (offset == scan.runStart()) {
            return next();
        }
        return findChunk();
    }

    /** Whether the ends of chunks depend on what the file holds; else it is cut at multiples of a size. */
    public boolean isContentDefined() {
        return finder != null;
    }

    /**
     * Whether the next {@code length} bytes are the next chunk if they were one in a file that was cut by the same rules, and
     * another chunk followed there at once. The end of such a chunk was decided by its own bytes; only a zero run can
     * now begin earlier, in a last block of zeros. Never so where they are not content-defined.
     */
    public boolean mayTake(int length) {
        return finder != null
                && length <= to - rest
                && !inZeroRun
                && length <= scan.runStart() - offset
                && !ZeroBlocks.endsInZeros(bytes, rest, offset, length);
    }

    /**
     * Takes the next {@code length} bytes for a chunk, as {@link #next} would find it: {@link #at()}, {@link #length()}.
     *
     * @throws IllegalStateException if it {@linkplain #mayTake may not}
     */
    public void take(int length) {
        if (finder == null || !mayTake(length)) {
            throw new IllegalStateException("the end of this chunk has to be found");
        }
        finder.reset();
        chunk(length);
        scan.pass(offset);
    }

    /** Whether all bytes so far are cut, and the last of them were zeros of a run that has not ended yet. */
    public boolean inZeroRun() {
        return inZeroRun && rest == to && !eof;
    }

    /**
     * Takes the next {@code count} bytes for zeros that need not be seen: those of a hole.
     *
     * @param count a multiple of 4,096
     * @throws IllegalStateException if it is not {@link #inZeroRun()}
     */
    public void skipZeros(long count) {
        if (!inZeroRun()) {
            throw new IllegalStateException("zeros can only be skipped within a zero run that goes on");
        }
        if (count < 0 || count % BLOCK != 0) {
            throw new IllegalArgumentException(count + " is not a multiple of " + BLOCK);
        }
        zeros += count;
        offset += count;
    }

    /** Index in the window of the chunk's first byte. */
    public int at() {
        return at;
    }

    /** Bytes of the chunk. */
    public int length() {
        return length;
    }

    /** The size of a {@code fixed} chunker if the chunk has just that; 0 for any other chunk. */
    public int grain() {
        return fixed == length ? fixed : 0;
    }

    /** Bytes of the zero run. */
    public long zeros() {
        return zeros;
    }

    /** Index in the window of the first byte that is not cut yet. */
    public int rest() {
        return rest;
    }

    /** Offset in the file of that byte: how much is cut. */
    public long offset() {
        return offset;
    }

    private Step zeroRun() {
        while (rest < to) {
            int block = Math.min(BLOCK, to - rest);
            if (block < BLOCK && !eof) {
                return Step.MORE;
            }
            if (!allZero(bytes, rest, block)) {
                return endOfZeroRun();
            }
            consume(block);
            zeros += block;
        }
        return eof ? endOfZeroRun() : Step.MORE;
    }

    private Step endOfZeroRun() {
        inZeroRun = false;
        scan.restart(offset);
        return Step.ZEROS;
    }

    private Step findChunk() {
        long segmentEnd = Math.min(scan.runStart(), scan.decided());
        int known = (int) (segmentEnd - offset);
        // At the end of the file the scan has seen all of it.
        boolean ends = eof || segmentEnd == scan.runStart();
        int cut = known > 0 ? cut(known, ends) : 0;
        if (cut == 0) {
            return Step.MORE;
        }
        chunk(cut);
        return Step.CHUNK;
    }

    /** Length of the chunk that comes next, 0 if it depends on more bytes; see {@link CutFinder#find}. */
    private int cut(int known, boolean ends) {
        if (finder != null) {
            return finder.find(bytes, rest, known, ends);
        }
        int whole = fixed - (int) (offset & (fixed - 1));
        return known >= whole ? whole : ends ? known : 0;
    }

    private void chunk(int count) {
        at = rest;
        length = count;
        consume(count);
    }

    private void consume(int count) {
        rest += count;
        offset += count;
    }
}
