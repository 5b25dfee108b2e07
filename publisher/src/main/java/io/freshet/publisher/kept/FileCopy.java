package io.freshet.publisher.kept;

import io.freshet.publisher.source.FileChanged;
import io.freshet.publisher.source.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Makes copies equal to their files by writing what differs. For one thread. */
final class FileCopy {

    private static final int BLOCK = 4096;

    private final Optional<LibC> libC;
    private final Room room;
    private final LongConsumer progress;
    private final ByteBuffer source = ByteBuffer.allocateDirect(Data.WINDOW);
    private final ByteBuffer copy = ByteBuffer.allocateDirect(Data.WINDOW);
    private long kept;
    private long written;

    /** @param progress is told of each further number of bytes that the copy has */
    FileCopy(Optional<LibC> libC, Room room, LongConsumer progress) {
        this.libC = libC;
        this.room = room;
        this.progress = progress;
    }

    /** Bytes of all copies that are what their files have; holes are not counted. */
    long kept() {
        return kept;
    }

    /** How many of them were written. */
    long written() {
        return written;
    }

    /**
     * Brings a copy up to date, from the front on, as far as there is room. Where that fails, it has no more bytes than
     * before.
     *
     * @return how long it is, holes at its end not counted
     */
    long update(Path file, Path place) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileChannel out = FileChannel.open(
                        place,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        LinkOption.NOFOLLOW_LINKS)) {
            long had = out.size();
            try (Data data = Data.of(libC, file, in.size());
                    Data copied = Data.of(libC, place, had)) {
                long end = update(new Files(file, in, out, had), data, copied);
                out.truncate(end);
                return end;
            } catch (IOException e) {
                if (out.isOpen()) {
                    out.truncate(had);
                }
                throw e;
            }
        }
    }

    /** A file and its copy, which had so many bytes. */
    private record Files(Path file, FileChannel in, FileChannel out, long had) {}

    private long update(Files files, Data data, Data copied) throws IOException {
        long end = 0;
        // What is a hole in the file may be none in the copy, where it takes space as anything else does.
        Windows windows = new Windows(data, copied, files.in.size());
        while (windows.next()) {
            int taken = room.take(windows.count(), windows.isNew());
            if (taken > 0) {
                compare(files, windows.at(), taken);
                end = windows.at() + taken;
                add(taken);
            }
        }
        return end;
    }

    /** Passes over a file whose copy shares its blocks, as far as there is room; how much of it there is room for. */
    long share(Path file, long size) throws IOException {
        long end = 0;
        try (Data data = Data.of(libC, file, size)) {
            for (long at = data.next(0); at != Data.NONE; at = data.next(at + Data.WINDOW)) {
                int count = (int) Math.min(Data.WINDOW, size - at);
                int taken = room.take(count, false);
                end = taken > 0 ? at + taken : end;
                add(taken);
            }
        }
        return end;
    }

    private void add(int bytes) {
        kept += bytes;
        progress.accept(bytes);
    }

    private void compare(Files files, long at, int count) throws IOException {
        if (read(files.in, source, at, count) < count) {
            throw new FileChanged(files.file, "it ended within its last " + Data.WINDOW + " bytes");
        }
        read(files.out, copy, at, Math.clamp(files.had - at, 0, count));
        for (int from = differing(0); from < count; ) {
            int to = from;
            while (to < count && differing(to) < to + BLOCK) {
                to = Math.min(to + BLOCK, count);
            }
            write(files.out, at, from, to);
            from = to < count ? differing(to) : count;
        }
    }

    /** Where the first block at or behind {@code from} begins that is another one in the copy; the end if there is none. */
    private int differing(int from) {
        int end = source.limit();
        if (from >= copy.limit()) {
            return from;
        }
        int at = source.slice(from, end - from).mismatch(copy.slice(from, copy.limit() - from));
        return at < 0 ? end : from + at - at % BLOCK;
    }

    /** Reads so many bytes into an empty buffer; fewer if the file ends before. */
    private static int read(FileChannel channel, ByteBuffer into, long at, int count) throws IOException {
        into.clear().limit(count);
        while (into.hasRemaining() && channel.read(into, at + into.position()) >= 0) {}
        return into.flip().limit();
    }

    private void write(FileChannel channel, long at, int from, int to) throws IOException {
        ByteBuffer bytes = source.slice(from, to - from);
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + from + bytes.position());
        }
        written += to - from;
    }
}
