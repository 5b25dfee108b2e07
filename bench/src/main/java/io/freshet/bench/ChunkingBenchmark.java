package io.freshet.bench;

import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.FileCutter;
import io.freshet.core.chunk.Gear;
import io.freshet.core.chunk.Profile;
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
import org.openjdk.jmh.annotations.Warmup;

/** Cutting alone, without hashing, through windows of 8 MiB. An operation is a byte, so that ops/ns are GB/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ChunkingBenchmark {

    private static final int FILE = 64 << 20;
    private static final int WINDOW = 8 << 20;

    private final Gear gear = Profile.defaults().gear();
    private final byte[] file = new byte[FILE];

    /** What the file is made of. */
    @Param({"random", "zeros"})
    public String data = "";

    /** Fills the file. */
    @Setup
    public void fill() {
        if (data.equals("random")) {
            new SplittableRandom(1).nextBytes(file);
        }
    }

    /** Content-defined chunks of the default profile. */
    @Benchmark
    @OperationsPerInvocation(FILE)
    public long fastCdc() {
        return cut(new ChunkerSpec.FastCdc(128 << 10, 512 << 10, 2 << 20, 2));
    }

    /** Pages, with the search for zero runs. */
    @Benchmark
    @OperationsPerInvocation(FILE)
    public long fixed4k() {
        return cut(new ChunkerSpec.Fixed(4096));
    }

    private long cut(ChunkerSpec spec) {
        FileCutter cutter = new FileCutter(spec, gear);
        long pieces = 0;
        while (true) {
            int from = (int) cutter.offset();
            int to = Math.min(FILE, from + WINDOW);
            cutter.window(file, from, to, to == FILE);
            FileCutter.Step step = cutter.next();
            while (step == FileCutter.Step.CHUNK || step == FileCutter.Step.ZEROS) {
                pieces++;
                step = cutter.next();
            }
            if (step == FileCutter.Step.END) {
                return pieces;
            }
        }
    }
}
