package io.freshet.fetcher.seed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Reads pieces of local files, of which it keeps those open that it read last. Somebody else may be at work in them: what
 * can't be read is not there. For one thread.
 */
public final class SeedFiles implements AutoCloseable {

    private static final int KEPT_OPEN = 8;

    /** The one that was read last is the first. */
    private final Deque<Open> open = new ArrayDeque<>();

    private record Open(Path file, FileChannel channel) {}

    /** Reads {@code length} bytes to {@code into}, from {@code at} on; gives how many of them could be read. */
    public int read(SeedPlace place, byte[] into, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        try {
            Optional<FileChannel> in = channel(place.file());
            while (in.isPresent() && buffer.hasRemaining()) {
                if (in.get().read(buffer, place.offset() + buffer.position() - at) < 0) {
                    break;
                }
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // What came before that is as good as any.
        }
        return buffer.position() - at;
    }

    private Optional<FileChannel> channel(Path file) throws IOException {
        for (Open each : open) {
            if (each.file.equals(file)) {
                open.remove(each);
                open.addFirst(each);
                return Optional.of(each.channel);
            }
        }
        // What is no file is not opened: a pipe would wait for somebody to write.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (open.size() == KEPT_OPEN) {
            open.removeLast().channel.close();
        }
        open.addFirst(new Open(file, FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        return Optional.of(open.getFirst().channel);
    }

    @Override
    public void close() throws IOException {
        for (Open each : open) {
            each.channel.close();
        }
    }
}
