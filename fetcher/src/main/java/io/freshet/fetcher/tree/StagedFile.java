package io.freshet.fetcher.tree;

import io.freshet.core.index.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being put together out of pieces, which arrive in any order and from many threads. When the last one
 * has arrived the file gets its mode and time, and is closed. While all that it waits for was put off, it is closed as well:
 * others are open meanwhile.
 */
public final class StagedFile implements ChunkSink {

    private static final int ZEROS = 1 << 20;
    /** Java copies what is written out of the heap first: so much of it stays in the cache of a core. */
    private static final int WRITE = 128 << 10;

    private final Path path;
    private final Item.File item;
    private final Found found;
    private final Optional<FileTime> time;
    private @Nullable FileChannel channel;
    private boolean made;
    private int missing = 1;
    /** How many of those that are missing were put off. */
    private int putOff;

    private boolean finished;

    /** What lies in a file's place before anything is written. */
    enum Found {
        NOTHING,
        /** What an interrupted fetch has left. */
        LEFT,
        /** A clone of the file in the version in use. */
        CLONE
    }

    /**
     * @param path where it lies in the staging tree
     * @param item what it shall be
     * @param found what lies there already
     * @param time when it was modified, if that is known
     */
    StagedFile(Path path, Item.File item, Found found, Optional<FileTime> time) {
        this.path = path;
        this.item = item;
        this.found = found;
        this.time = time;
    }

    /** Where it lies. */
    public Path path() {
        return path;
    }

    /** Whether bytes that lie there already are worth a look before others are sought. */
    public boolean prefilled() {
        return found != Found.NOTHING;
    }

    /** Whether it began as a clone of the file in the version in use. */
    public boolean isClone() {
        return found == Found.CLONE;
    }

    /** Announces a piece that will be {@link #arrived}. */
    public synchronized void expect() {
        missing++;
    }

    @Override
    public void write(long offset, byte[] bytes, int from, int length) throws IOException {
        FileChannel out = channel();
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, 0);
        for (int done = 0; done < length; ) {
            buffer.limit(from + Math.min(length, done + WRITE));
            done += out.write(buffer, offset + done);
        }
    }

    /** Reads what lies there; gives fewer bytes at the end of the file. */
    public int read(long offset, byte[] into, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        FileChannel in = channel();
        int read = 0;
        while (buffer.hasRemaining()) {
            int count = in.read(buffer, offset + read);
            if (count < 0) {
                break;
            }
            read += count;
        }
        return read;
    }

    /** Makes {@code length} bytes zero: where nothing was written before, nothing needs to be now. */
    public void zero(long offset, long length) throws IOException {
        if (!prefilled()) {
            return;
        }
        byte[] found = new byte[(int) Math.min(ZEROS, length)];
        byte[] zeros = new byte[found.length];
        for (long done = 0; done < length; ) {
            int want = (int) Math.min(found.length, length - done);
            int count = read(offset + done, found, 0, want);
            if (count > 0 && Arrays.mismatch(found, 0, count, zeros, 0, count) >= 0) {
                write(offset + done, zeros, 0, count);
            }
            if (count < want) {
                return;
            }
            done += want;
        }
    }

    /** A piece that was expected is in its place; or, once, all pieces have been announced. */
    @Override
    public void arrived() throws IOException {
        synchronized (this) {
            missing--;
            if (missing > 0 || finished) {
                closeIfIdle();
                return;
            }
            finished = true;
        }
        finish();
    }

    @Override
    public synchronized void putOff() throws IOException {
        putOff++;
        closeIfIdle();
    }

    @Override
    public synchronized void resume() {
        putOff--;
    }

    /** Nobody writes where nothing is missing but what was put off. */
    private void closeIfIdle() throws IOException {
        if (missing == putOff && !finished && channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** Gives up: closes what is open. */
    public synchronized void close() throws IOException {
        finished = true;
        if (channel != null) {
            channel.close();
        }
    }

    private void finish() throws IOException {
        try (FileChannel out = channel()) {
            if (out.size() > item.size()) {
                out.truncate(item.size());
            } else if (out.size() < item.size()) {
                out.write(ByteBuffer.allocate(1), item.size() - 1);
            }
            if (time.isPresent()) {
                Files.setLastModifiedTime(path, time.get());
            }
            Files.setAttribute(path, "unix:mode", item.mode(), LinkOption.NOFOLLOW_LINKS);
        }
    }

    private synchronized FileChannel channel() throws IOException {
        if (channel == null) {
            if (prefilled()) {
                Files.setAttribute(path, "unix:mode", 0600, LinkOption.NOFOLLOW_LINKS);
            }
            channel = prefilled() || made
                    ? FileChannel.open(
                            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                    : FileChannel.open(
                            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            made = true;
        }
        return channel;
    }
}
