package io.freshet.core.chunk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Section 3 of the format, word for word and without a thought for speed: what the cutter is compared with. */
final class SpecCutter {

    private final byte[] file;
    private final ChunkerSpec spec;
    private final long[] gear;
    private final List<Piece> pieces = new ArrayList<>();

    private SpecCutter(byte[] file, ChunkerSpec spec, long[] gear) {
        this.file = file;
        this.spec = spec;
        this.gear = gear;
    }

    static List<Piece> cut(byte[] file, ChunkerSpec spec, byte[] seed) throws Exception {
        SpecCutter cutter = new SpecCutter(file, spec, gear(seed));
        cutter.file();
        return cutter.pieces;
    }

    private void file() {
        int segment = 0;
        int at = 0;
        while (at < file.length) {
            int run = at;
            while (run < file.length && zeroBlock(run)) {
                run = Math.min(run + 4096, file.length);
            }
            if (run - at >= 65536) {
                segment(segment, at);
                pieces.add(new Piece.Zeros(run - at));
                segment = run;
            }
            at = run > at ? run : Math.min(at + 4096, file.length);
        }
        segment(segment, file.length);
    }

    private boolean zeroBlock(int from) {
        for (int i = from; i < Math.min(from + 4096, file.length); i++) {
            if (file[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void segment(int from, int to) {
        int at = from;
        while (at < to) {
            int length = switch (spec) {
                case ChunkerSpec.Fixed(int g) -> Math.min(g - at % g, to - at);
                case ChunkerSpec.FastCdc f -> fastCdc(f, at, to - at);
                case ChunkerSpec.Unknown unknown -> throw new IllegalArgumentException(unknown.kind());
            };
            int grain = spec instanceof ChunkerSpec.Fixed(int g) && g == length ? g : 0;
            pieces.add(new Piece.Chunk(length, grain));
            at += length;
        }
    }

    private int fastCdc(ChunkerSpec.FastCdc f, int start, int left) {
        if (left <= f.min()) {
            return left;
        }
        int b = Integer.numberOfTrailingZeros(f.avg());
        long h = 0;
        int i = f.min();
        while (i < Math.min(left, f.max())) {
            h = (h << 1) + gear[file[start + i] & 0xff];
            int k = i < f.avg() ? b + f.normalization() : b - f.normalization();
            if (h >>> (64 - k) == 0) {
                return i + 1;
            }
            i++;
        }
        return Math.min(left, f.max());
    }

    private static long[] gear(byte[] seed) throws Exception {
        long[] gear = new long[256];
        for (int v = 0; v < 256; v++) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("freshet gear v1".getBytes(StandardCharsets.US_ASCII));
            sha256.update(seed);
            sha256.update((byte) v);
            byte[] digest = sha256.digest();
            for (int i = 7; i >= 0; i--) {
                gear[v] = gear[v] << 8 | (digest[i] & 0xff);
            }
        }
        return gear;
    }
}
