package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.fetcher.index.Spans;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    final FrameBases bases;

    private final Semaphore cores;
    private final byte[] plain = new byte[MAX_PLAIN];
    private final FrameDecompressor decompressor = new FrameDecompressor();
    private final MessageDigest sha256 = Digest.sha256();
    private final BaseKeeper keeper;

    /**
     * @param cores many benches wait for mirrors, but no more compute than there are of these: the others would only push
     *     their bytes out of caches
     */
    FrameBench(Chains chains, Semaphore cores) {
        this.bases = chains.forOneThread();
        this.keeper = new BaseKeeper(chains.bases(), chains.atHand());
        this.cores = cores;
    }

    /**
     * What came of a frame.
     *
     * @param right targets whose bytes came out right, and were written
     * @param wrong the others
     * @param problem what did not come out right, for people: a target, or a base that is to be kept
     */
    record Placed(List<Target> right, List<Target> wrong, Optional<String> problem) {}

    /**
     * Decodes a plain frame, verifies the members that are wanted, and writes those that are right; bases in it that are
     * needed later are kept.
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
        FrameMembers members = new FrameMembers(plain, need.frame(), sha256);
        List<Target> right = new ArrayList<>(need.targets().size());
        List<Target> wrong = new ArrayList<>();
        for (Target target : need.targets()) {
            boolean isRight = members.id(target.memberOf(need.frame())).equals(target.id());
            (isRight ? right : wrong).add(target);
        }
        write(need.frame(), right, members);
        boolean kept = keeper.keep(need.frame(), members);
        Optional<String> problem = wrong.stream()
                .findFirst()
                .map(target -> "chunk " + target.id().brief() + " has another digest")
                .or(() -> kept ? Optional.empty() : Optional.of("a base has another digest"));
        return new Placed(right, wrong, problem);
    }

    /** Writes members, those that follow each other in a file at once. */
    private void write(FrameRow frame, List<Target> targets, FrameMembers members) throws IOException {
        for (int i = 0; i < targets.size(); ) {
            Target first = targets.get(i);
            int member = first.memberOf(frame);
            int from = members.start(member);
            int next = i + 1;
            int end = member + 1;
            while (next < targets.size() && follows(targets.get(next), frame, end, first, members.start(end) - from)) {
                end++;
                next++;
            }
            first.file().write(first.offset(), plain, from, members.start(end) - from);
            i = next;
        }
    }

    private static boolean follows(Target target, FrameRow frame, int member, Target first, int length) {
        return target.memberOf(frame) == member
                && target.file().equals(first.file())
                && target.offset() == first.offset() + length;
    }

    @Override
    public void close() throws IOException {
        decompressor.close();
        bases.close();
    }
}
