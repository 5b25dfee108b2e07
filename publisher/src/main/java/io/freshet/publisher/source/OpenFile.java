package io.freshet.publisher.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of the source that is being read, from its first byte to the last one that the walk saw. */
public final class OpenFile implements AutoCloseable {

    /** Java copies what is read through memory outside the heap, as much as is asked for at once: this stays in a cache. */
    private static final int AT_ONCE = 256 << 10;

    private final SourceReader reader;
    private final SourceEntry entry;
    private final FileChannel channel;
    private @Nullable Holes holes;
    private long position;

    OpenFile(SourceReader reader, SourceEntry entry, FileChannel channel) {
        this.reader = reader;
        this.entry = entry;
        this.channel = channel;
    }

    /** Bytes of the file, as the walk saw it. */
    public long size() {
        return entry.size();
    }

    /** Offset of the byte that is read next. */
    public long position() {
        return position;
    }

    /** Bytes that are not read yet. */
    public long left() {
        return entry.size() - position;
    }

    /**
     * Reads the next {@code count} bytes.
     *
     * @throws FileChanged if the file ends before
     */
    public void read(byte[] into, int at, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int part = Math.min(AT_ONCE, count - done);
            int n = channel.read(ByteBuffer.wrap(into, at + done, part), position);
            if (n < 0) {
                throw new FileChanged(
                        entry.file(), "it had " + entry.size() + " bytes, and then ended after " + position);
            }
            done += n;
            position += n;
        }
        reader.progress().read(count);
    }

    /** Passes over bytes that need not be read. */
    public void skip(long count) {
        position += count;
        reader.progress().read(count);
    }

    /** Where this file has holes, if that can be known. */
    public Optional<Holes> holes() throws IOException {
        if (holes == null) {
            holes = reader.holes(entry.file()).orElse(null);
        }
        return Optional.ofNullable(holes);
    }

    /** Checks that the file is still as the walk saw it, so that all that was read belongs together. */
    public void requireUnchanged() throws IOException {
        Optional<String> change = entry.state().difference(FileState.read(entry.file()));
        if (change.isPresent()) {
            throw new FileChanged(entry.file(), change.get());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (holes != null) {
            holes.close();
        }
    }
}
