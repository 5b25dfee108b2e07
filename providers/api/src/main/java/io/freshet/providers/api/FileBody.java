package io.freshet.providers.api;

import io.freshet.core.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A region of a file as a body. */
final class FileBody implements Body {
    private final Path file;
    private final long offset;
    private final long length;
    private final Digest sha256;

    FileBody(Path file, long offset, long length, Digest sha256) {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a region of a file: offset " + offset + ", length " + length);
        }
        this.file = Objects.requireNonNull(file);
        this.offset = offset;
        this.length = length;
        this.sha256 = Objects.requireNonNull(sha256);
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
    public InputStream open() throws IOException {
        return new RegionStream(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            long done = 0;
            while (done < length) {
                long n = source.transferTo(offset + done, length - done, target);
                if (n == 0 && source.size() <= offset + done) {
                    throw tooShort(done);
                }
                done += n;
            }
        }
    }

    private EOFException tooShort(long present) {
        return new EOFException(
                file + " ends " + present + " bytes behind offset " + offset + "; expected " + length + " bytes there");
    }

    @Override
    public String toString() {
        return "Body[" + length + " bytes at " + offset + " of " + file + "]";
    }

    /** Reads the region; a file that has become shorter is an error, never a short body. */
    private final class RegionStream extends InputStream {
        private final FileChannel channel;
        private long done;

        RegionStream(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int start, int wanted) throws IOException {
            if (wanted == 0 || done == length) {
                return wanted == 0 ? 0 : -1;
            }
            int atMost = (int) Math.min(wanted, length - done);
            int n = channel.read(ByteBuffer.wrap(into, start, atMost), offset + done);
            if (n < 0) {
                throw tooShort(done);
            }
            done += n;
            return n;
        }

        @Override
        public int available() {
            return (int) Math.min(length - done, Integer.MAX_VALUE);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
