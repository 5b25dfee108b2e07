package io.freshet.publisher.kept;

import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.source.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** A source of page files, and the place where a copy of them is kept. */
final class KeptHouse {

    static final int PAGE = 4096;
    static final int WINDOW = Data.WINDOW;
    static final long PLENTY = 1L << 40;

    final Path directory;
    final Path source;
    final Path kept;
    private final SplittableRandom random = new SplittableRandom(3);

    KeptHouse(Path directory) throws IOException {
        this.directory = directory.toRealPath();
        this.source = Files.createDirectories(this.directory.resolve("source"));
        this.kept = this.directory.resolve("state/bases/some.base");
    }

    KeptReport keep(long limit) throws Exception {
        return keep(limit, ProgressListener.NONE);
    }

    KeptReport keep(long limit, ProgressListener progress) throws Exception {
        return KeptBase.open(kept, limit, source).update(config(), progress);
    }

    PublisherConfig config() {
        return PublisherConfig.defaults(directory.resolve("state"));
    }

    byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Writes a file of the source. */
    Path write(String name, byte[] bytes) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    /** Writes new bytes over some of a file. */
    void overwrite(Path file, long at, int size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise(size)), at);
        }
    }

    /** Where the copy of a file is. */
    Path copy(String name) {
        return kept.resolve("tree").resolve(name);
    }

    /** Bytes of a file that are in no hole, window by window. */
    static long data(Path file) throws IOException {
        return Data.bytes(LibC.find(), file, Files.size(file));
    }
}
