package io.freshet.publisher.pack;

import io.freshet.core.Digest;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.FrameLimits;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.cut.Batch;
import io.freshet.publisher.cut.BufferPool;
import io.freshet.publisher.frame.FrameLog;
import io.freshet.publisher.frame.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/**
 * Stores chunks: gathers, compresses and packs them. Chunks come from one thread; a thread of the stage's own fills the
 * packs, in the order in which the chunks came.
 */
public final class FrameStage implements AutoCloseable {

    /** Whatever the number of cores: some 37 MiB. A buffer is taken for no longer than its frames are compressed and packed. */
    private static final int MOST_BUFFERS = 18;

    private final FrameRules rules;
    private final Crew crew;
    private final BufferPool buffers;
    private final BlockingQueue<FrameCompressor> compressors;
    private final BlockingQueue<Optional<Compressed>> inOrder;
    private final Map<Stream, Filling> fillings = new EnumMap<>(Stream.class);
    private final CountDownLatch filled = new CountDownLatch(1);
    private boolean small;

    /** A group on its way: where its compressed frames lie, and their lengths when they are known. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Compressed(FrameGroup group, byte[] buffer, Future<int[]> lengths) {}

    /**
     * @param directory for temporary files
     * @param cores how many threads of the crew compute
     */
    public FrameStage(FrameRules rules, PackSizes sizes, Path directory, int cores, Crew crew, PackSender sender)
            throws IOException {
        this.rules = rules;
        this.crew = crew;
        int count = bufferCount(cores);
        buffers = new BufferPool(count, bufferLength(rules));
        inOrder = new ArrayBlockingQueue<>(count);
        int atOnce = Math.min(cores, count);
        compressors = new ArrayBlockingQueue<>(atOnce);
        for (int i = 0; i < atOnce; i++) {
            compressors.add(FrameCompressor.bySkew());
        }
        for (Stream stream : List.of(Stream.FRESH, Stream.AGAIN)) {
            fillings.put(
                    stream,
                    new Filling(
                            new FrameAssembler(stream, rules, this::compress),
                            new PackFiller(Codec.ZSTD, sizes.data(), new FrameLog(directory), sender)));
        }
    }

    /** Bytes of all buffers that compressed frames wait in for their pack. */
    static long bufferBytes(FrameRules rules, int cores) {
        return (long) bufferCount(cores) * bufferLength(rules);
    }

    private static int bufferCount(int cores) {
        return Math.min(2 * cores + 2, MOST_BUFFERS);
    }

    private static int bufferLength(FrameRules rules) {
        int longest = Math.max(rules.groupBytes(), FrameLimits.MAX_CHUNK);
        return FrameCompressor.bound(longest) + rules.groupFrames() * 512;
    }

    /** What one stream is gathered by, and what it goes to. */
    private record Filling(FrameAssembler assembler, PackFiller filler) {}

    /** Begins to fill packs. */
    public void start() {
        crew.start("pack", () -> {
            fill();
            filled.countDown();
        });
    }

    /** A file begins. */
    public void startFile(long size) throws InterruptedException {
        boolean isSmall = size <= rules.smallFile();
        if (!isSmall || !small) {
            for (Filling filling : fillings.values()) {
                filling.assembler.endFrame();
            }
        }
        small = isSmall;
    }

    /** Stores a chunk; says where it will lie. */
    public long add(Stream stream, Batch batch, int at, int length, Digest id) throws InterruptedException {
        return filling(stream).assembler.add(batch, at, length, id);
    }

    /** The caller is about to release its batch. */
    public void endBatch() throws InterruptedException {
        for (Filling filling : fillings.values()) {
            filling.assembler.endBatch();
        }
    }

    /** Ends both streams, and waits until all packs are made and sent, though maybe not stored. */
    public void finish() throws InterruptedException {
        for (Filling filling : fillings.values()) {
            filling.assembler.finish();
        }
        inOrder.put(Optional.empty());
        filled.await();
    }

    /** What became of a stream's frames; complete after {@link #finish}. */
    public PackFiller packs(Stream stream) {
        return filling(stream).filler;
    }

    @Override
    public void close() throws IOException {
        for (Filling filling : fillings.values()) {
            filling.filler.close();
        }
        compressors.forEach(FrameCompressor::close);
    }

    private Filling filling(Stream stream) {
        Filling filling = fillings.get(stream);
        if (filling == null) {
            throw new IllegalArgumentException("nothing is stored in stream " + stream);
        }
        return filling;
    }

    private void compress(FrameGroup group) throws InterruptedException {
        byte[] buffer = buffers.take();
        Future<int[]> lengths = crew.compute(() -> {
            FrameCompressor compressor = compressors.remove();
            try {
                return group.compress(compressor, buffer);
            } finally {
                compressors.add(compressor);
            }
        });
        inOrder.put(Optional.of(new Compressed(group, buffer, lengths)));
    }

    private void fill() throws IOException, InterruptedException {
        for (Optional<Compressed> next = inOrder.take(); next.isPresent(); next = inOrder.take()) {
            Compressed compressed = next.get();
            int[] lengths = Crew.result(compressed.lengths);
            PackFiller filler = filling(compressed.group.stream).filler;
            int at = 0;
            for (int i = 0; i < lengths.length; i++) {
                filler.add(compressed.group.frames.get(i).members(), compressed.buffer, at, lengths[i]);
                at += lengths[i];
            }
            buffers.giveBack(compressed.buffer);
        }
        for (Filling filling : fillings.values()) {
            filling.filler.finish();
        }
    }
}
