package io.freshet.bench;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Frames of 256 KiB: compressing, decompressing, and packing what is compressed already. An operation is a plain byte,
 * so that ops/ns are GB/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class PackingBenchmark {

    private static final int FRAME = 256 << 10;
    private static final int FRAMES = 64;

    private final byte[][] plain = new byte[FRAMES][FRAME];
    private final byte[][] stored = new byte[FRAMES][];
    private final int[] lengths = new int[FRAMES];
    private final byte[] out = new byte[FrameCompressor.bound(FRAME)];
    private final FrameDecompressor decompressor = new FrameDecompressor();
    private FrameCompressor compressor = FrameCompressor.bySkew();

    /** What the frames are made of: pages like a B-tree's, or noise. */
    @Param({"pages", "random"})
    public String data = "";

    /** A level of zstd's, or "skew". */
    @Param({"1", "-1", "3", "skew"})
    public String level = "";

    /** Makes the frames. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        compressor.close();
        compressor = level.equals("skew") ? FrameCompressor.bySkew() : FrameCompressor.atLevel(Integer.parseInt(level));
        for (int i = 0; i < FRAMES; i++) {
            if (data.equals("pages")) {
                pages(random, plain[i]);
            } else {
                random.nextBytes(plain[i]);
            }
            stored[i] = new byte[out.length];
            lengths[i] = compressor.compress(plain[i], 0, FRAME, stored[i], 0);
        }
    }

    /** Gives back what lies outside the heap. */
    @TearDown
    public void close() {
        compressor.close();
        decompressor.close();
    }

    /** Plain frames. */
    @Benchmark
    @OperationsPerInvocation(FRAMES * FRAME)
    public long compress() {
        long sum = 0;
        for (byte[] frame : plain) {
            sum += compressor.compress(frame, 0, FRAME, out, 0);
        }
        return sum;
    }

    /** The same frames, back. */
    @Benchmark
    @OperationsPerInvocation(FRAMES * FRAME)
    public byte decompress() throws FormatException {
        for (int i = 0; i < FRAMES; i++) {
            decompressor.decompress(stored[i], 0, lengths[i], out, 0, FRAME);
        }
        return out[0];
    }

    /** A pack of the stored frames, in memory: copied and hashed. */
    @Benchmark
    @OperationsPerInvocation(FRAMES * FRAME)
    public Pack pack() {
        PackWriter writer = new PackWriter(64 << 20);
        List<Member> members = List.of(new Member(FRAME, Digest.ZERO));
        for (int i = 0; i < FRAMES; i++) {
            writer.addFrame(stored[i], 0, lengths[i], members);
        }
        return writer.finish();
    }

    /** Records of a random key and a few small numbers, as a B-tree has them: about half compresses away. */
    private static void pages(SplittableRandom random, byte[] into) {
        byte[] key = new byte[32];
        for (int at = 0; at + 64 <= into.length; at += 64) {
            random.nextBytes(key);
            System.arraycopy(key, 0, into, at, key.length);
            into[at + 32] = (byte) random.nextInt(100);
            into[at + 40] = (byte) random.nextInt(256);
            into[at + 41] = (byte) random.nextInt(256);
        }
    }
}
