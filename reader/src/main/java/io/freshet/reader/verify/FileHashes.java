package io.freshet.reader.verify;

import io.freshet.core.Digest;
import io.freshet.core.index.Item;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads pieces of files on several threads, and compares them with what they must be. */
final class FileHashes implements AutoCloseable {

    private static final int BUFFER = 2 << 20;

    private final CheckProgress progress;
    private final ExecutorService threads;
    private final BlockingQueue<Hasher> hashers;
    private final Phaser running = new Phaser(1);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    /** A run of pieces of one file. */
    record Work(Path file, long offset, List<Item.Piece> pieces, LongAdder wrong) {}

    FileHashes(int count, CheckProgress progress) {
        this.progress = progress;
        this.threads = Executors.newFixedThreadPool(count);
        this.hashers = new ArrayBlockingQueue<>(count);
        for (int i = 0; i < count; i++) {
            hashers.add(new Hasher());
        }
    }

    /** Starts to compare; adds the bytes that differ to {@code work.wrong()}. Blocks while enough is under way. */
    void start(Work work) throws IOException {
        Hasher hasher;
        try {
            hasher = hashers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        running.register();
        threads.execute(() -> {
            try {
                hasher.run(work, progress);
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            } finally {
                hashers.add(hasher);
                running.arriveAndDeregister();
            }
        });
    }

    /** Waits for all that was started. */
    void await() throws IOException {
        try {
            running.awaitAdvanceInterruptibly(running.arrive());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private static final class Hasher {
        private final byte[] bytes = new byte[BUFFER];
        private final MessageDigest sha256 = Digest.sha256();

        void run(Work work, CheckProgress progress) throws IOException {
            try (FileChannel in = FileChannel.open(work.file(), StandardOpenOption.READ)) {
                long offset = work.offset();
                for (Item.Piece piece : work.pieces()) {
                    if (!isRight(in, offset, piece)) {
                        work.wrong().add(piece.length());
                    }
                    offset += piece.length();
                    progress.done(piece.length());
                }
            }
        }

        private boolean isRight(FileChannel in, long offset, Item.Piece piece) throws IOException {
            return switch (piece) {
                case Item.Chunk chunk ->
                    read(in, offset, chunk.size())
                            && Digest.of(sha256, bytes, 0, chunk.size()).equals(chunk.id());
                case Item.Inline inline ->
                    read(in, offset, inline.bytes().length)
                            && Arrays.equals(bytes, 0, inline.bytes().length, inline.bytes(), 0, inline.bytes().length);
                case Item.Zeros zeros -> isZero(in, offset, zeros.length());
            };
        }

        private boolean isZero(FileChannel in, long offset, long length) throws IOException {
            for (long done = 0; done < length; ) {
                int part = (int) Math.min(BUFFER, length - done);
                if (!read(in, offset + done, part)) {
                    return false;
                }
                for (int i = 0; i < part; i++) {
                    if (bytes[i] != 0) {
                        return false;
                    }
                }
                done += part;
            }
            return true;
        }

        /** Fills the buffer; false where the file ends before. */
        private boolean read(FileChannel in, long offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            while (buffer.hasRemaining()) {
                if (in.read(buffer, offset + buffer.position()) < 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
