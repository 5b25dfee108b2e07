package io.freshet.providers.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the bodies of answers. */
final class Downloads {
    private Downloads() {}

    /** All of {@code in}, which has {@code length} bytes; read to its end, so that the connection can be used again. */
    static byte[] readAll(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        int n = in.readNBytes(bytes, 0, length);
        if (n < length) {
            throw new EOFException("the answer ended after " + n + " of " + length + " bytes");
        }
        if (in.read() >= 0) {
            throw new IOException("the answer is longer than the " + length + " bytes that it announced");
        }
        return bytes;
    }
}
