package io.freshet.bench.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/** Bytes that compress about as a chain's do. */
final class Fills {
    static final int PAGE = 4096;

    private final SplittableRandom random;
    private final byte[] noise = new byte[1024];

    Fills(SplittableRandom random) {
        this.random = random;
    }

    /** A page of records with hashed keys, of which about half compresses away. */
    byte[] page(long number) {
        byte[] page = new byte[PAGE];
        var out = ByteBuffer.wrap(page);
        out.putLong(number).putInt(random.nextInt(1 << 16)).putInt(PAGE);
        byte[] key = new byte[32];
        while (out.remaining() > 96) {
            random.nextBytes(key);
            out.put(key).putInt(random.nextInt(100)).putLong(random.nextInt(1 << 20));
            out.position(out.position() + 20);
        }
        return page;
    }

    /** Fills an array with runs of noise and runs of structure, and returns it. */
    byte[] mixed(byte[] bytes, int noisePercent) {
        for (int at = 0; at < bytes.length; ) {
            int run = Math.min(bytes.length - at, 64 + random.nextInt(960));
            if (random.nextInt(100) < noisePercent) {
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, run);
            } else {
                int start = random.nextInt(8);
                for (int k = 0; k < run; k++) {
                    bytes[at + k] = (byte) (start + (k & 15));
                }
            }
            at += run;
        }
        return bytes;
    }

    /** Fills an array with lines of JSON, and returns it. */
    byte[] text(byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            byte[] line = String.format(
                            Locale.ROOT,
                            "{\"number\":%d,\"hash\":\"%016x%016x\",\"gas\":%d}\n",
                            random.nextInt(1 << 24),
                            random.nextLong(),
                            random.nextLong(),
                            random.nextInt(1 << 20))
                    .getBytes(StandardCharsets.US_ASCII);
            int n = Math.min(line.length, bytes.length - at);
            System.arraycopy(line, 0, bytes, at, n);
            at += n;
        }
        return bytes;
    }
}
