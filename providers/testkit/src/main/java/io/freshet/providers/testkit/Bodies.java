package io.freshet.providers.testkit;

import io.freshet.core.Digest;
import io.freshet.providers.api.Body;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Bodies that tests write. */
public final class Bodies {
    private Bodies() {}

    /** A text in UTF-8. */
    public static Body text(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that don't compress, the same for the same seed. */
    public static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A body whose announced digest is not that of its bytes. */
    public static Body damaged(byte[] bytes) {
        return Body.of(bytes, Digest.of(("not " + Digest.of(bytes)).getBytes(StandardCharsets.US_ASCII)));
    }

    /** A body whose reading fails after {@code good} bytes. */
    public static Body unreadable(int length, int good) {
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public Digest sha256() {
                return Digest.of(new byte[length]);
            }

            @Override
            public InputStream open() {
                return new FailingStream(good);
            }
        };
    }

    private static final class FailingStream extends InputStream {
        private int left;

        FailingStream(int good) {
            this.left = good;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1) < 0 ? -1 : 0;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                throw new EOFException("the file ended early");
            }
            int n = Math.min(length, left);
            Arrays.fill(into, offset, offset + n, (byte) 0);
            left -= n;
            return n;
        }
    }
}
