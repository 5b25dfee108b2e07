package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.fetcher.index.Spans;
import io.freshet.fetcher.seed.LocalBases;
import io.freshet.fetcher.seed.Seeds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * What one range needs on its way to the files: buffers, a decompressor, a hasher. Used by one thread at a time, over
 * and over.
 */
final class FrameBench implements AutoCloseable {

    private static final int MAX_PLAIN = 2 << 20;

    /** Takes the stored bytes of a span. */
    final byte[] stored = new byte[Spans.MAX_BYTES];

    /** Brings what delta frames are made against. */
    final LocalBases bases;

    private final Semaphore cores;
    private final byte[] plain = new byte[MAX_PLAIN];
    private final FrameDecompressor decompressor = new FrameDecompressor();
    private final MessageDigest sha256 = Digest.sha256();

    /**
     * @param cores many benches wait for mirrors, but no more compute than there are of these: the others would only push
     *     their bytes out of caches
     */
    FrameBench(Seeds seeds, Semaphore cores) {
        this.bases = new LocalBases(seeds);
        this.cores = cores;
    }

    /** The targets of a frame, by whether their bytes came out right, and were written. */
    record Placed(List<Target> right, List<Target> wrong) {}

    /**
     * Decodes a plain frame, verifies the members that are wanted, and writes those that are right.
     *
     * @param at where the frame begins in {@link #stored}
     * @throws FormatException if it can't be decoded
     */
    Placed place(FrameNeed need, int at) throws IOException {
        FrameRow frame = need.frame();
        return computing(() -> {
            decompressor.decompress(stored, at, frame.stored(), plain, 0, frame.plain());
            return place(need);
        });
    }

    /**
     * Does the same for a delta frame.
     *
     * @param from holds the frame without its head: {@code length} bytes from {@code at} on
     */
    Placed placeDelta(FrameNeed need, DeltaPrefix prefix, byte[] from, int at, int length) throws IOException {
        return computing(() -> {
            decompressor.decompressDelta(
                    prefix, from, at, length, plain, 0, need.frame().plain());
            return place(need);
        });
    }

    /** Work that keeps a core busy. */
    private interface Work {
        Placed run() throws IOException;
    }

    private Placed computing(Work work) throws IOException {
        try {
            cores.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        try {
            return work.run();
        } finally {
            cores.release();
        }
    }

    private Placed place(FrameNeed need) throws IOException {
        int[] starts = starts(need.frame().lengths());
        Placed placed = verify(need, starts);
        write(need.frame(), placed.right(), starts);
        return placed;
    }

    private Placed verify(FrameNeed need, int[] starts) {
        List<Target> right = new ArrayList<>(need.targets().size());
        List<Target> wrong = new ArrayList<>();
        Digest found = Digest.ZERO;
        int hashed = -1;
        for (Target target : need.targets()) {
            int member = target.memberOf(need.frame());
            // Duplicates of one chunk follow each other: their bytes are hashed once.
            if (member != hashed) {
                found = Digest.of(sha256, plain, starts[member], starts[member + 1] - starts[member]);
                hashed = member;
            }
            (found.equals(target.id()) ? right : wrong).add(target);
        }
        return new Placed(right, wrong);
    }

    /** Writes members, those that follow each other in a file at once. */
    private void write(FrameRow frame, List<Target> targets, int[] starts) throws IOException {
        for (int i = 0; i < targets.size(); ) {
            Target first = targets.get(i);
            int member = first.memberOf(frame);
            int from = starts[member];
            int next = i + 1;
            int end = member + 1;
            while (next < targets.size() && follows(targets.get(next), frame, end, first, starts[end] - from)) {
                end++;
                next++;
            }
            first.file().write(first.offset(), plain, from, starts[end] - from);
            i = next;
        }
    }

    private static boolean follows(Target target, FrameRow frame, int member, Target first, int length) {
        return target.memberOf(frame) == member
                && target.file() == first.file()
                && target.offset() == first.offset() + length;
    }

    private static int[] starts(int[] lengths) {
        int[] starts = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            starts[i + 1] = starts[i] + lengths[i];
        }
        return starts;
    }

    @Override
    public void close() throws IOException {
        decompressor.close();
        bases.close();
    }
}
