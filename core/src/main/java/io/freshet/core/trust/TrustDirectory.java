package io.freshet.core.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** A trust store in a directory. Two processes must not write to one at a time; whoever owns the directory locks it. */
public final class TrustDirectory implements TrustStore {

    private final Path directory;

    /** A store in {@code directory}, which is created when the first file is written. */
    public TrustDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(directory.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.isDirectory(parent(file))) {
            Files.createDirectories(parent(file));
            sync(directory);
        }
        Path next = directory.resolve(name + ".next");
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        sync(parent(file));
    }

    @Override
    public void delete(String name) throws IOException {
        Path file = directory.resolve(name);
        if (Files.deleteIfExists(file)) {
            sync(parent(file));
        }
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
