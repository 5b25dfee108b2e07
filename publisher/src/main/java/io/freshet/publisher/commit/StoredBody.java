package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectStore;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object of one store as what is written to another one: read piece by piece while it is sent, so that a pack of any
 * length takes the memory of one piece.
 *
 * @param length of the object
 * @param sha256 of its bytes; the store that takes it refuses others
 */
record StoredBody(ObjectStore store, String key, long length, Digest sha256) implements Body {

    /** Bytes that one request asks for. */
    static final int PIECE = 4 << 20;

    @Override
    public InputStream open() {
        return new Pieces();
    }

    private final class Pieces extends InputStream {
        private byte[] piece = new byte[0];
        private int at;
        private long next;

        @Override
        public int read() throws IOException {
            return fill() ? piece[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int wanted) throws IOException {
            if (wanted == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(wanted, piece.length - at);
            System.arraycopy(piece, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, length - next + piece.length - at);
        }

        /** Makes sure that a byte is at hand; says whether there is one. */
        private boolean fill() throws IOException {
            if (at == piece.length && next < length) {
                int count = (int) Math.min(PIECE, length - next);
                piece = store.getRange(key, next, count);
                next += count;
                at = 0;
            }
            return at < piece.length;
        }
    }
}
