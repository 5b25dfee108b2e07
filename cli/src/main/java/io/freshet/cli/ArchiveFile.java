package io.freshet.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where an archive goes: a file that has its name when it is complete and not before, or standard output. */
final class ArchiveFile implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final OutputStream stream;
    private final Path unfinished;
    private final Path file;
    private final boolean standardOutput;

    private ArchiveFile(OutputStream stream, Path unfinished, Path file, boolean standardOutput) {
        this.stream = stream;
        this.unfinished = unfinished;
        this.file = file;
        this.standardOutput = standardOutput;
    }

    /** Opens it; {@code -} is standard output. */
    static ArchiveFile open(String name, Console console) throws IOException, UsageException {
        if (name.equals("-")) {
            if (console.writesToTerminal()) {
                throw new UsageException("an archive is nothing for a terminal: name a file with --tar FILE, or send it"
                        + " somewhere, like | zstd -dc | tar x");
            }
            return new ArchiveFile(new BufferedOutputStream(console.bytes(), BUFFER), Path.of("-"), Path.of("-"), true);
        }
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a directory: name the file, like " + file.resolve("snapshot.tar.zst"));
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        return new ArchiveFile(
                new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER), unfinished, file, false);
    }

    OutputStream stream() {
        return stream;
    }

    /** All of it was written. */
    void complete() throws IOException {
        stream.flush();
        if (!standardOutput) {
            stream.close();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** What is not complete goes. */
    @Override
    public void close() throws IOException {
        if (!standardOutput) {
            try {
                stream.close();
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
    }
}
