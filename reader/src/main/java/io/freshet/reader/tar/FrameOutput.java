package io.freshet.reader.tar;

import io.freshet.core.pack.FrameCompressor;
import java.io.IOException;
import java.io.OutputStream;

/** Writes zstd frames one after the other: those that come as frames as they are, plain bytes gathered in between. */
final class FrameOutput implements AutoCloseable {

    private static final int GATHERED = 1 << 20;
    private static final int LEVEL = 3;

    private final OutputStream out;
    private final FrameCompressor compressor = FrameCompressor.atLevel(LEVEL);
    private final byte[] gathered = new byte[GATHERED];
    private final byte[] compressed = new byte[FrameCompressor.bound(GATHERED)];
    private int length;
    private long copiedFrames;
    private long copiedBytes;
    private long copiedPlain;
    private long madeFrames;
    private long madeBytes;
    private long madePlain;

    FrameOutput(OutputStream out) {
        this.out = out;
    }

    void write(Arrived part) throws IOException {
        if (part.frame()) {
            flush();
            out.write(part.bytes(), part.from(), part.length());
            copiedFrames++;
            copiedBytes += part.length();
            copiedPlain += part.plain();
        } else {
            gather(part.bytes(), part.from(), part.length());
        }
    }

    /** Ends the last frame. */
    void flush() throws IOException {
        if (length > 0) {
            int stored = compressor.compress(gathered, 0, length, compressed, 0);
            out.write(compressed, 0, stored);
            madeFrames++;
            madeBytes += stored;
            madePlain += length;
            length = 0;
        }
    }

    TarReport report(long entries, long bytes) {
        return new TarReport(entries, bytes, copiedFrames, copiedBytes, copiedPlain, madeFrames, madeBytes, madePlain);
    }

    @Override
    public void close() {
        compressor.close();
    }

    private void gather(byte[] bytes, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, gathered.length - length);
            System.arraycopy(bytes, from + done, gathered, length, part);
            length += part;
            done += part;
            if (length == gathered.length) {
                flush();
            }
        }
    }
}
