package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.publisher.source.FileChanged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that a node writes to while it is read: an error that names it, or read again where that was asked for. */
class ChangingFilesTest {

    @TempDir
    Path directory;

    private Path source;
    private Path file;
    private Repository repository;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectories(directory.resolve("source"));
        file = source.resolve("LOG");
        repository = new Repository(directory);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void itIsAnErrorThatNamesTheFile() throws Exception {
        Files.writeString(file, "a".repeat(1000));
        assertThatExceptionOfType(FileChanged.class)
                .isThrownBy(() -> repository.publish(source, repository.config(), new Scribbler(1)))
                .withMessageStartingWith(file + " changed while it was read");
    }

    @Test
    void asManyAttemptsAsAreConfigured() throws Exception {
        Files.writeString(file, "a".repeat(1000));
        PublishedSnapshot done = repository.publish(source, repository.config().withAttempts(3), new Scribbler(2));
        // What was read at last; the time is that of the first look.
        assertThat(repository.restored(done)).contains(content(Trees.describe(source)));
        assertThatExceptionOfType(FileChanged.class)
                .isThrownBy(() -> repository.publish(source, repository.config().withAttempts(3), new Scribbler(3)));
    }

    /** Size and digest of the one file. */
    private static String content(String description) {
        String line = description
                .lines()
                .filter(each -> each.startsWith("LOG"))
                .findFirst()
                .orElseThrow();
        return line.substring(line.indexOf(" 1000 "));
    }

    @Test
    void aFileThatGrowsIsNotReadAgain() throws Exception {
        Files.writeString(file, "a".repeat(1000));
        Scribbler growing = new Scribbler(1) {
            @Override
            void write() throws IOException {
                Files.writeString(file, "b".repeat(1001));
            }
        };
        assertThatExceptionOfType(FileChanged.class)
                .isThrownBy(() -> repository.publish(source, repository.config().withAttempts(3), growing));
    }

    /** Writes to the file each time that it was read, so many times. */
    private class Scribbler implements ProgressListener {

        private final AtomicInteger left;

        Scribbler(int times) {
            left = new AtomicInteger(times);
        }

        void write() throws IOException {
            Files.writeString(file, ("" + left.get()).repeat(1000));
        }

        @Override
        public void read(long bytes) {
            if (left.getAndDecrement() > 0) {
                try {
                    write();
                    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * (10 + left.get())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
