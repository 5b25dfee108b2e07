package io.freshet.bench.runs;

import com.github.luben.zstd.ZstdOutputStream;
import io.freshet.core.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an update by chunks can cost at least: the aligned 4 KiB blocks of the new tree that occur nowhere in the old one,
 * each once, concatenated and compressed by {@code zstd -3}.
 *
 * @param blocks how many they are
 * @param bytes how long they are, compressed
 */
record Bound(long blocks, long bytes) {

    private static final int BLOCK = 4096;
    /** An index entry that the goal does not count. */
    private static final int ENTRY = 40;

    static Bound between(Path before, Path after) throws IOException {
        // Eight bytes of the digest tell apart what two trees of this size hold.
        Set<Long> known = new HashSet<>();
        blocks(before, (block, id) -> known.add(id));
        var length = new Length();
        long[] fresh = {0};
        try (var zstd = new ZstdOutputStream(length, 3)) {
            blocks(after, (block, id) -> {
                if (known.add(id)) {
                    zstd.write(block);
                    fresh[0]++;
                }
            });
        }
        return new Bound(fresh[0], length.bytes);
    }

    /** How many times the bound an update took. */
    double ratio(double moved) {
        return moved / bytes;
    }

    /** The same, less what the goal does not count. */
    double ratio(double moved, long newChunks) {
        return ratio(moved - ENTRY * newChunks);
    }

    private interface Visitor {
        void visit(byte[] block, long id) throws IOException;
    }

    private static void blocks(Path tree, Visitor visitor) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        for (Path file : files(tree)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
                for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
                    visitor.visit(block, ByteBuffer.wrap(sha256.digest(block)).getLong());
                }
            }
        }
    }

    private static List<Path> files(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private static final class Length extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int off, int len) {
            bytes += len;
        }
    }
}
