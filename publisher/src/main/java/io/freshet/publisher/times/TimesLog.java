package io.freshet.publisher.times;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.kept.KeptFile;
import io.freshet.publisher.spool.Spool;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * What a publication sees, in the order of the index. It takes its name in the directory only once there is a release
 * that it belongs to; before that, a temporary file without a name.
 *
 * <p>The file, all numbers little-endian: {@code FTIM}, version 1; rows, each with its length in four bytes before it; four
 * zero bytes; the SHA-256 of the manifest that the rows belong to; the SHA-256 of all that.
 */
final class TimesLog implements AutoCloseable {

    static final String MAGIC = "FTIM";
    static final int VERSION = 1;
    static final int HEAD = MAGIC.length() + 1;
    static final int TAIL = 2 * Digest.BYTES;

    private static final int WINDOW = 64 << 10;

    private final Spool rows;
    private final ByteWriter row = new ByteWriter(1 << 10);

    TimesLog(Path directory) throws IOException {
        this.rows = new Spool(directory);
    }

    void add(SeenFile file) throws IOException {
        row.clear();
        file.write(row);
        rows.append(row);
    }

    /** Puts all rows into a file, in one step and durably. */
    void save(Path file, Digest manifest) throws IOException {
        rows.flush();
        KeptFile.replace(file, channel -> write(channel, manifest));
    }

    private void write(FileChannel channel, Digest manifest) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        OutputStream file = new BufferedOutputStream(Channels.newOutputStream(channel), WINDOW);
        DigestOutputStream out = new DigestOutputStream(file, sha256);
        out.write(new ByteWriter(HEAD).magic(MAGIC, VERSION).toBytes());
        Spool.Reader reader = rows.reader(WINDOW);
        for (long at = 0; at < rows.length(); ) {
            int count = (int) Math.min(WINDOW, rows.length() - at);
            int from = reader.seek(at, count);
            out.write(reader.bytes(), from, count);
            at += count;
        }
        out.write(new byte[Integer.BYTES]);
        out.write(manifest.bytes());
        out.on(false);
        out.write(Digest.finish(sha256).bytes());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
