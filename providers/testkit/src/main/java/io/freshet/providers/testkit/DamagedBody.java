package io.freshet.providers.testkit;

import io.freshet.core.Digest;
import io.freshet.providers.api.Body;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is cut off or has one bit flipped, and still announces the length and digest of the whole one.
 *
 * @param end how many bytes can be read before reading fails; the length if it doesn't
 * @param flip which byte has a bit flipped; -1 for none
 */
record DamagedBody(Body body, long end, long flip) implements Body {

    static Body cut(Body body, long bytes) {
        if (bytes >= body.length()) {
            throw new IllegalArgumentException("a body of " + body.length() + " bytes isn't cut by " + bytes);
        }
        return new DamagedBody(body, bytes, -1);
    }

    static Body flipped(Body body) {
        return new DamagedBody(body, body.length(), body.length() / 2);
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public Digest sha256() {
        return body.sha256();
    }

    @Override
    public InputStream open() throws IOException {
        return new FilterInputStream(body.open()) {
            private long at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (at == end && end < body.length()) {
                    throw new EOFException("cut off after " + end + " bytes");
                }
                int n = in.read(into, offset, (int) Math.min(length, Math.max(1, end - at)));
                if (flip >= at && flip < at + n) {
                    into[offset + (int) (flip - at)] ^= 1;
                }
                at += Math.max(0, n);
                return n;
            }
        };
    }
}
