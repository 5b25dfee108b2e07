package io.freshet.providers.api;

import io.freshet.core.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * What a write sends: bytes that can be read any number of times, whose length and SHA-256 are known beforehand. Names of
 * packs are that digest, so nothing is hashed for the sake of a transfer, and no store needs a copy.
 *
 * <p>The bytes don't change as long as a write uses them. May be read by several threads at once (a publication to
 * several destinations), each through a stream of its own.
 */
public interface Body {
    /** The number of bytes. */
    long length();

    /** The SHA-256 of all bytes. */
    Digest sha256();

    /** Opens a stream over all bytes, from the first one. */
    InputStream open() throws IOException;

    /** Writes all bytes to a blocking channel. */
    default void writeTo(WritableByteChannel channel) throws IOException {
        try (InputStream in = open()) {
            byte[] chunk = new byte[64 * 1024];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, n);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        }
    }

    /** A small body whose digest isn't known yet; hashes it. Not a copy. */
    static Body of(byte[] bytes) {
        return new BufferBody(List.of(ByteBuffer.wrap(bytes)), Digest.of(bytes));
    }

    /** A body in memory. Not a copy. */
    static Body of(byte[] bytes, Digest sha256) {
        return new BufferBody(List.of(ByteBuffer.wrap(bytes)), sha256);
    }

    /**
     * A body of the remaining bytes of several buffers, one after the other. Not a copy; the buffers' positions neither
     * change nor matter afterwards.
     */
    static Body of(List<ByteBuffer> buffers, Digest sha256) {
        return new BufferBody(buffers, sha256);
    }

    /** A body that is a region of a file. The file is opened for each reading. */
    static Body ofFile(Path file, long offset, long length, Digest sha256) {
        return new FileBody(file, offset, length, sha256);
    }
}
