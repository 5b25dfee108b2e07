package io.freshet.bench.nights;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Compression of chunks in frames: consecutive members up to a limit of plain bytes, at least one member. */
final class Frames {
    private Frames() {}

    /** Indices into {@code members} at which frames begin, and its length at the end. */
    static int[] starts(Chunks chunks, int[] members, int limit) {
        var starts = IntStream.builder();
        long plain = Long.MAX_VALUE;
        for (int i = 0; i < members.length; i++) {
            int length = chunks.length(members[i]);
            if (plain > limit - length) {
                starts.add(i);
                plain = 0;
            }
            plain += length;
        }
        return starts.add(members.length).build().toArray();
    }

    /** Stored length of each frame that begins at {@code starts[i]}. */
    static int[] stored(Chunks chunks, int[] members, int[] starts, int level) {
        int frames = starts.length - 1;
        int[] stored = new int[frames];
        int slice = 256;
        List<Integer> slices = new ArrayList<>();
        for (int s = 0; s < frames; s += slice) {
            slices.add(s);
        }
        slices.parallelStream().forEach(s -> {
            try (var one = new Compressor(level)) {
                for (int f = s; f < Math.min(frames, s + slice); f++) {
                    stored[f] = one.stored(chunks, members, starts[f], starts[f + 1]);
                }
            }
        });
        return stored;
    }

    static long total(Chunks chunks, int[] members, int limit, int level) {
        return IntStream.of(stored(chunks, members, starts(chunks, members, limit), level))
                .asLongStream()
                .sum();
    }

    private static final class Compressor implements AutoCloseable {
        private final ZstdCompressCtx context = new ZstdCompressCtx();
        private ByteBuffer plain = ByteBuffer.allocateDirect(0);
        private ByteBuffer packed = ByteBuffer.allocateDirect(0);

        Compressor(int level) {
            context.setLevel(level);
        }

        int stored(Chunks chunks, int[] members, int from, int to) {
            int total = 0;
            for (int i = from; i < to; i++) {
                total += chunks.length(members[i]);
            }
            if (plain.capacity() < total) {
                plain = ByteBuffer.allocateDirect(total);
                packed = ByteBuffer.allocateDirect((int) Zstd.compressBound(total));
            }
            var target = MemorySegment.ofBuffer(plain.clear());
            long at = 0;
            for (int i = from; i < to; i++) {
                var data = chunks.data(members[i]);
                MemorySegment.copy(data, 0, target, at, data.byteSize());
                at += data.byteSize();
            }
            int length = context.compressDirectByteBuffer(packed, 0, packed.capacity(), plain, 0, total);
            return Math.min(length, total);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
