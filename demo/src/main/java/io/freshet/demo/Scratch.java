package io.freshet.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A directory for a while: it goes when it is closed, and also where a signal ends the process. */
final class Scratch implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;
    private static final int TRIES = 20;

    private final Path directory;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread worker = Thread.currentThread();
    private final Thread atSignal = Thread.ofPlatform().unstarted(this::signalled);

    private Scratch(Path directory) {
        this.directory = directory;
    }

    /** Makes one below {@code parent}, for the thread that calls. */
    static Scratch below(Path parent) throws IOException {
        Scratch scratch = new Scratch(Files.createTempDirectory(parent, "freshet-demo"));
        Runtime.getRuntime().addShutdownHook(scratch.atSignal);
        return scratch;
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        delete();
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(atSignal);
        } catch (IllegalStateException e) {
            // A signal came: the hook runs already, and it waits for us.
            return;
        }
    }

    /** Whoever works here stops, and tidies up by himself; where he does not, it is done for him. */
    private void signalled() {
        worker.interrupt();
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                delete();
            }
        } catch (InterruptedException e) {
            delete();
        }
    }

    /** Again and again: somebody may still be writing. */
    private void delete() {
        for (int i = 0; i < TRIES && Files.exists(directory, LinkOption.NOFOLLOW_LINKS); i++) {
            deleteWhatIsThere();
        }
    }

    private void deleteWhatIsThere() {
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException e) {
            // Something came or went in between: the next round sees to it.
            return;
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
