package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.fetcher.index.Spans;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * What one range needs on its way to the files: buffers, a decompressor, a hasher. Used by one thread at a time, over
 * and over.
 */
final class FrameBench implements AutoCloseable {

    private static final int MAX_PLAIN = 2 << 20;

    /** Takes the stored bytes of a span. */
    final byte[] stored = new byte[Spans.MAX_BYTES];

    private final byte[] plain = new byte[MAX_PLAIN];
    private final FrameDecompressor decompressor = new FrameDecompressor();
    private final MessageDigest sha256 = Digest.sha256();

    /**
     * Decodes a frame, verifies the members that are wanted, and writes them.
     *
     * @param at where the frame begins in {@link #stored}
     * @param prefix what a delta frame is made against
     * @throws FormatException if the bytes are wrong; what was written of them before is right
     */
    void place(FrameNeed need, int at, Optional<DeltaPrefix> prefix) throws IOException {
        FrameRow frame = need.frame();
        switch (frame.codec()) {
            case ZSTD -> decompressor.decompress(stored, at, frame.stored(), plain, 0, frame.plain());
            case DELTA ->
                decompressor.decompressDelta(prefix.orElseThrow(), stored, at, frame.stored(), plain, 0, frame.plain());
            case STORED -> throw new FormatException("frame", "has codec 0");
        }
        int[] starts = starts(frame.lengths());
        verify(need.targets(), starts);
        write(need.targets(), starts);
    }

    private void verify(List<Target> targets, int[] starts) throws FormatException {
        int verified = -1;
        for (Target target : targets) {
            int from = starts[target.member()];
            // Duplicates of one chunk follow each other: their bytes are hashed once.
            if (target.member() != verified) {
                sha256.update(plain, from, starts[target.member() + 1] - from);
                Digest found = Digest.finish(sha256);
                if (!found.equals(target.id())) {
                    throw new FormatException("chunk " + target.id().brief(), "its bytes hash to " + found.brief());
                }
                verified = target.member();
            }
        }
    }

    /** Writes the members, those that follow each other in a file at once. */
    private void write(List<Target> targets, int[] starts) throws IOException {
        for (int i = 0; i < targets.size(); ) {
            Target first = targets.get(i);
            int from = starts[first.member()];
            int to = starts[first.member() + 1];
            int next = i + 1;
            while (next < targets.size() && follows(targets.get(next - 1), targets.get(next), first, to - from)) {
                to = starts[targets.get(next).member() + 1];
                next++;
            }
            first.file().write(first.offset(), plain, from, to - from);
            i = next;
        }
    }

    private static boolean follows(Target before, Target target, Target first, int length) {
        return target.member() == before.member() + 1
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
    public void close() {
        decompressor.close();
    }
}
