package io.freshet.providers.file;

import io.freshet.core.Digest;
import io.freshet.providers.api.StoreKeys;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Optional;

/** The directory of a store: where its files are, and how they are read. */
record Tree(Path root) {
    private static final int HASH_BUFFER = 1 << 16;

    /** The store's own directory; no key begins with a dot. */
    Path own() {
        return root.resolve(".freshet");
    }

    /** Where the object {@code key} is. */
    Path file(String key) {
        return root.resolve(StoreKeys.require(key));
    }

    /** The whole file, or empty if there is none. */
    static Optional<byte[]> read(Path file, int maxBytes) throws IOException {
        Optional<FileChannel> opened = open(file);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = opened.get()) {
            // A published file never changes its length: it is replaced by another one.
            long size = channel.size();
            if (size > maxBytes) {
                throw new TooLong();
            }
            return Optional.of(readFully(channel, 0, (int) size));
        }
    }

    /**
     * A part of a file, or empty if there is none.
     *
     * @throws EOFException if the file ends before
     */
    static Optional<byte[]> readRange(Path file, long offset, int length) throws IOException {
        Optional<FileChannel> opened = open(file);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = opened.get()) {
            if (channel.size() - length < offset) {
                throw new EOFException();
            }
            return Optional.of(readFully(channel, offset, length));
        }
    }

    /** SHA-256 of a file, or empty if there is none. */
    static Optional<Digest> digest(Path file) throws IOException {
        Optional<FileChannel> opened = open(file);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = opened.get()) {
            MessageDigest sha256 = Digest.sha256();
            ByteBuffer buffer = ByteBuffer.allocate(HASH_BUFFER);
            while (channel.read(buffer) >= 0) {
                sha256.update(buffer.flip());
                buffer.clear();
            }
            return Optional.of(Digest.finish(sha256));
        }
    }

    /** What is known of a file, or empty if there is none. */
    static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.isRegularFile() ? Optional.of(found) : Optional.empty();
        } catch (FileSystemException e) {
            return absent(file, e);
        }
    }

    private static Optional<FileChannel> open(Path file) throws IOException {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            if (Files.isRegularFile(file)) {
                return Optional.of(channel);
            }
            channel.close();
            return Optional.empty();
        } catch (FileSystemException e) {
            return absent(file, e);
        }
    }

    /** Empty if {@code failure} only says that there is no such file, which has several forms. */
    private static <T> Optional<T> absent(Path file, FileSystemException failure) throws IOException {
        if (failure instanceof NoSuchFileException || hasFileAsParent(file)) {
            return Optional.empty();
        }
        throw failure;
    }

    private static boolean hasFileAsParent(Path file) {
        for (Path up = file.getParent(); up != null; up = up.getParent()) {
            if (Files.isRegularFile(up)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] readFully(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
        return buffer.array();
    }

    /** A file is longer than its reader accepts. */
    static final class TooLong extends IOException {}
}
