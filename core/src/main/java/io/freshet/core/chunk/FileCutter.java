package io.freshet.core.chunk;

import static io.freshet.core.chunk.ZeroBlocks.BLOCK;
import static io.freshet.core.chunk.ZeroBlocks.RUN;
import static io.freshet.core.chunk.ZeroBlocks.allZero;

import java.util.Objects;

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
    private final Chunker chunker;
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
        this.chunker = switch (spec) {
            case ChunkerSpec.Fixed(int size) -> (window, from, start, known, ends) -> fixed(size, start, known, ends);
            case ChunkerSpec.FastCdc fastCdc -> {
                CutFinder finder = new CutFinder(fastCdc, gear);
                yield (window, from, start, known, ends) -> finder.find(window, from, known, ends);
            }
            case ChunkerSpec.Unknown(String kind) ->
                throw new IllegalArgumentException("this release can't cut files by \"" + kind + "\"");
        };
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
        return chunk();
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
        return spec instanceof ChunkerSpec.Fixed(int size) && size == length ? size : 0;
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

    private Step chunk() {
        long segmentEnd = Math.min(scan.runStart(), scan.decided());
        int known = (int) (segmentEnd - offset);
        // At the end of the file the scan has seen all of it.
        boolean ends = eof || segmentEnd == scan.runStart();
        int cut = known > 0 ? chunker.cut(bytes, rest, offset, known, ends) : 0;
        if (cut == 0) {
            return Step.MORE;
        }
        at = rest;
        length = cut;
        consume(cut);
        return Step.CHUNK;
    }

    private void consume(int count) {
        rest += count;
        offset += count;
    }

    private static int fixed(int size, long start, int known, boolean ends) {
        int whole = size - (int) (start & (size - 1));
        return known >= whole ? whole : ends ? known : 0;
    }

    /** Finds the length of the chunk at {@code from}, 0 if it depends on more bytes; see {@link CutFinder#find}. */
    private interface Chunker {
        int cut(byte[] window, int from, long start, int known, boolean ends);
    }
}
