package io.freshet.providers.s3;

import io.freshet.providers.api.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A body for the SDK; remembers if reading it was what failed. Serves one request. */
final class BodySource implements ContentStreamProvider {
    private final Body body;
    private volatile @Nullable IOException failure;

    BodySource(Body body) {
        this.body = body;
    }

    /** Why the body couldn't be read, if so. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public InputStream newStream() {
        try {
            return new Watched(body.open());
        } catch (IOException e) {
            return new Watched(InputStream.nullInputStream()) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    throw failed(e);
                }
            };
        }
    }

    @Override
    public String name() {
        return "Stream";
    }

    private IOException failed(IOException e) {
        failure = e;
        return e;
    }

    private class Watched extends FilterInputStream {
        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return in.read(into, offset, length);
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}
