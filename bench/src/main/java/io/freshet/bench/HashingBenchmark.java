package io.freshet.bench;

import io.freshet.core.Digest;
import java.security.MessageDigest;
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
import org.openjdk.jmh.infra.Blackhole;

/** Ids of chunks: SHA-256 through the JDK. An operation is a byte, so that ops/ns are GB/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class HashingBenchmark {

    private static final int DATA = 8 << 20;

    private final byte[] data = new byte[DATA];
    private final MessageDigest sha256 = Digest.sha256();

    /** Length of a chunk in bytes. */
    @Param({"4096", "524288"})
    public int chunk;

    /** Fills the data. */
    @Setup
    public void fill() {
        new SplittableRandom(1).nextBytes(data);
    }

    /** One id a chunk, by a hasher that is kept. */
    @Benchmark
    @OperationsPerInvocation(DATA)
    public void ids(Blackhole sink) {
        for (int at = 0; at < DATA; at += chunk) {
            sink.consume(Digest.of(sha256, data, at, chunk));
        }
    }
}
