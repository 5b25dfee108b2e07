package io.freshet.publisher.delta;

import io.freshet.core.index.EntryPath;
import io.freshet.publisher.dedupe.KnownPages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The data of the parent, as they lie in a directory: the file-system snapshot that it was published from, or a copy. What
 * is not there, or is something else by now, is no base.
 *
 * @param directory the tree
 * @param roots where each component of the parent lies in it
 */
record BaseDirectory(Path directory, Map<String, EntryPath> roots) {

    /** Opens files as they are needed, for one thread. */
    Files open() {
        return new Files();
    }

    /** Where a file of the parent lies. */
    Path file(KnownPages.PagedFile file) {
        Path root = directory.resolve(
                roots.getOrDefault(file.component(), EntryPath.ROOT).value());
        return root.resolve(file.path().value());
    }

    /** Open files of this directory and of the source. */
    final class Files implements AutoCloseable {

        private final Map<Path, Optional<FileChannel>> channels = new HashMap<>();

        /** Reads a page of the parent; false if it is not there. */
        boolean read(KnownPages.Page page, byte[] into, int at) throws IOException {
            return read(file(page.file()), page.offset(), page.length(), into, at);
        }

        /** Reads a page of the source; false if it is not there any more. */
        boolean read(NewPages.Page page, byte[] into, int at) throws IOException {
            return read(page.file(), page.offset(), page.length(), into, at);
        }

        /** Reads bytes; false where there are none. */
        boolean read(Path file, long offset, int length, byte[] into, int at) throws IOException {
            Optional<FileChannel> channel = channels.get(file);
            if (channel == null) {
                channel = channel(file);
                channels.put(file, channel);
            }
            if (channel.isEmpty()) {
                return false;
            }
            ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
            while (buffer.hasRemaining()) {
                if (channel.get().read(buffer, offset + buffer.position() - at) < 0) {
                    return false;
                }
            }
            return true;
        }

        private static Optional<FileChannel> channel(Path file) {
            try {
                return Optional.of(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            } catch (IOException e) {
                // Gone, or not to be read: no base comes from there, and the page stays in its plain frame.
                return Optional.empty();
            }
        }

        @Override
        public void close() throws IOException {
            for (Optional<FileChannel> channel : channels.values()) {
                if (channel.isPresent()) {
                    channel.get().close();
                }
            }
        }
    }
}
