package io.freshet.providers.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The lock under which a name of a store changes its file: among the processes of this machine (and of others, where the
 * file system's locks reach so far), and among the threads and stores of this process.
 */
final class NameLock {
    /**
     * File locks belong to a process, not to a thread, and are lost when the process closes <i>any</i> channel of the
     * file (POSIX). So a lock of this process comes before that of the file, and it can't belong to a store, since there
     * may be several for one directory. Directories that share a stripe wait for one another, which costs little.
     */
    private static final Lock[] OF_THIS_PROCESS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

    private final Directories directories;
    private final Path file;

    NameLock(Tree tree, Directories directories) {
        this.directories = directories;
        this.file = tree.own().resolve("lock");
    }

    /** Waits for the lock. */
    Held hold() throws IOException {
        directories.createAbove(file);
        Lock inProcess = inProcess();
        try {
            inProcess.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileLockInterruptionException();
        }
        try {
            return new Held(inProcess, locked());
        } catch (Throwable e) {
            inProcess.unlock();
            throw e;
        }
    }

    private Lock inProcess() throws IOException {
        Path directory = file.resolveSibling("").toRealPath();
        return OF_THIS_PROCESS[Math.floorMod(directory.hashCode(), OF_THIS_PROCESS.length)];
    }

    private FileChannel locked() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** The lock while it is held: what may be done under it. */
    static final class Held implements AutoCloseable {
        private final Lock inProcess;
        private final FileChannel locked;

        private Held(Lock inProcess, FileChannel locked) {
            this.inProcess = inProcess;
            this.locked = locked;
        }

        /** Gives {@code from} the name {@code to}, over a file that may have it. */
        void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        /** Removes a name, if it is there. */
        void remove(Path file) throws IOException {
            Files.deleteIfExists(file);
        }

        /** Closing the channel gives the file's lock back. */
        @Override
        public void close() throws IOException {
            try {
                locked.close();
            } finally {
                inProcess.unlock();
            }
        }
    }
}
