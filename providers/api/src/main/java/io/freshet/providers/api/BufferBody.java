package io.freshet.providers.api;

import io.freshet.core.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** A body in buffers, on the heap or off it. */
final class BufferBody implements Body {
    private final List<ByteBuffer> buffers;
    private final Digest sha256;
    private final long length;

    BufferBody(List<ByteBuffer> buffers, Digest sha256) {
        this.buffers = buffers.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
        this.sha256 = Objects.requireNonNull(sha256);
        this.length = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Digest sha256() {
        return sha256;
    }

    @Override
    public InputStream open() {
        return new BufferStream(views(), length);
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        for (ByteBuffer view : views()) {
            while (view.hasRemaining()) {
                channel.write(view);
            }
        }
    }

    private Deque<ByteBuffer> views() {
        Deque<ByteBuffer> views = new ArrayDeque<>(buffers.size());
        buffers.forEach(buffer -> views.add(buffer.duplicate()));
        return views;
    }

    @Override
    public String toString() {
        return "Body[" + length + " bytes in " + buffers.size() + " buffers]";
    }

    /** Reads the buffers to their ends, and drops each one then. */
    private static final class BufferStream extends InputStream {
        private final Deque<ByteBuffer> rest;
        private long left;

        BufferStream(Deque<ByteBuffer> buffers, long length) {
            this.rest = buffers;
            this.left = length;
        }

        @Override
        public int read() {
            if (left == 0) {
                return -1;
            }
            left--;
            return head().get() & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0 || left == 0) {
                return length == 0 ? 0 : -1;
            }
            ByteBuffer head = head();
            int n = Math.min(length, head.remaining());
            head.get(into, offset, n);
            left -= n;
            return n;
        }

        @Override
        public int available() {
            return (int) Math.min(left, Integer.MAX_VALUE);
        }

        /** The first buffer that has bytes left; only called while there are any. */
        private ByteBuffer head() {
            while (!rest.element().hasRemaining()) {
                rest.remove();
            }
            return rest.element();
        }
    }
}
