package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.kept.KeptFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sketches of one release, kept until the next one of the same channel and source. A cache: what is lost is made again from
 * the data, and what is wrong costs bytes, since a base that resembles nothing makes a long delta.
 *
 * <p>The file, all numbers little-endian: {@code FSKE}, version 1; the SHA-256 of the manifest; number of sketches in eight
 * bytes; 16 bytes for each chunk.
 */
final class SketchCache {

    private static final String MAGIC = "FSKE";
    private static final int VERSION = 1;
    private static final int HEAD = MAGIC.length() + 1 + Digest.BYTES + Long.BYTES;
    private static final int WINDOW = 4096 * Sketch.BYTES;

    private static final System.Logger logger = System.getLogger(SketchCache.class.getName());

    private SketchCache() {}

    /** The sketches of that release; empty if others or none are in the file, or it can't be read. */
    static SketchLog load(Path file, Digest manifest, Path directory) throws IOException {
        SketchLog log = new SketchLog(directory);
        try {
            if (add(file, manifest, log)) {
                return log;
            }
        } catch (ClosedByInterruptException e) {
            log.close();
            throw e;
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "the kept sketches can't be used", e);
        }
        log.close();
        return new SketchLog(directory);
    }

    private static boolean add(Path file, Digest manifest, SketchLog log) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] head = new byte[HEAD];
            if (!isRead(channel, head, HEAD)) {
                return false;
            }
            ByteReader in = new ByteReader("sketches", head);
            in.magic(MAGIC, VERSION);
            boolean same = in.digest().equals(manifest);
            long bytes = in.u63() * Sketch.BYTES;
            if (!same || channel.size() != HEAD + bytes) {
                return false;
            }
            byte[] window = new byte[WINDOW];
            for (long left = bytes; left > 0; ) {
                int count = (int) Math.min(WINDOW, left);
                if (!isRead(channel, window, count)) {
                    return false;
                }
                log.add(window, count);
                left -= count;
            }
            return true;
        }
    }

    /** Puts all sketches into the file, in one step. */
    static void save(Path file, Digest manifest, SketchLog log) throws IOException {
        log.flush();
        KeptFile.replace(file, channel -> write(channel, manifest, log));
    }

    private static void write(FileChannel channel, Digest manifest, SketchLog log) throws IOException {
        ByteWriter head = new ByteWriter(HEAD);
        head.magic(MAGIC, VERSION).digest(manifest).u64(log.count());
        write(channel, head.array(), 0, HEAD);
        SketchLog.Reader reader = log.reader();
        for (long at = 0; at < log.count(); ) {
            int count = (int) Math.min(WINDOW / Sketch.BYTES, log.count() - at);
            int from = reader.seek(at, count);
            write(channel, reader.bytes(), from, count * Sketch.BYTES);
            at += count;
        }
    }

    private static boolean isRead(FileChannel channel, byte[] into, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void write(FileChannel channel, byte[] bytes, int from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
