package io.freshet.publisher.delta;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** A few files that are read at many places: opening one for each page takes longer than reading it. For one thread. */
final class OpenFiles implements AutoCloseable {

    private static final int MOST = 8;

    private final Map<Path, FileChannel> open = new LinkedHashMap<>(MOST, 0.75f, true);

    /** Reads so many bytes; false if there is no file with so many, or something else lies there. */
    boolean read(Path file, long offset, byte[] into, int at, int length) throws IOException {
        FileChannel channel = open.get(file);
        if (channel == null) {
            // What is no file might wait for a writer when it is opened.
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            makeRoom();
            channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            open.put(file, channel);
        }
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position() - at) < 0) {
                return false;
            }
        }
        return true;
    }

    private void makeRoom() throws IOException {
        if (open.size() == MOST) {
            Iterator<FileChannel> oldest = open.values().iterator();
            try (FileChannel _ = oldest.next()) {
                oldest.remove();
            }
        }
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            Iterator<FileChannel> next = open.values().iterator();
            try (FileChannel _ = next.next()) {
                next.remove();
            }
        }
    }
}
