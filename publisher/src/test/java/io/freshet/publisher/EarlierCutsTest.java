package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.publisher.cut.CutLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the parent knows of cuts saves work and changes nothing: roots are those of a publication without a parent. */
class EarlierCutsTest {

    private static final int SIZE = 20_000_000;
    private static final Profile CONTENT_DEFINED = profile(new ChunkerSpec.FastCdc(16 << 10, 64 << 10, 256 << 10, 2));

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(3);
    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectories(directory.resolve("source"));
        // The first file fills all buffers, and the parent is known before the others are read.
        for (String name : List.of("a", "b", "c", "d")) {
            Files.write(source.resolve(name), noise(SIZE));
        }
        Files.write(source.resolve("zeros in the middle"), new byte[300_000]);
        write("zeros in the middle", 0, noise(100_000));
        write("zeros in the middle", 160_000, noise(140_000));
    }

    @Test
    void theNextNightHasTheRootThatItWouldHaveAlone() throws Exception {
        try (Repository repository = new Repository(directory.resolve("house"))) {
            repository.publish(source, config(repository, CONTENT_DEFINED));
            write("b", 7_000_000, noise(100_000));
            write("b", SIZE, noise(3_000_000));
            write("c", 3_000_000, new byte[500_000]);
            write("c", 9_999_999, new byte[70_000]);
            cutOff("d", 12_345_678);
            write("zeros in the middle", 160_000, new byte[20_000]);
            Files.copy(source.resolve("b"), source.resolve("e"));
            PublishedSnapshot next = repository.publish(source, config(repository, CONTENT_DEFINED));
            assertThat(next.manifest().components())
                    .isEqualTo(alone(CONTENT_DEFINED).manifest().components());
            assertThat(repository.restored(next)).isEqualTo(Trees.describe(source));
        }
    }

    @Test
    void aParentThatWasCutInAnotherWayIsNotAsked() throws Exception {
        try (Repository repository = new Repository(directory.resolve("house"))) {
            repository.publish(source, config(repository, CONTENT_DEFINED));
            Profile coarser = profile(new ChunkerSpec.FastCdc(16 << 10, 128 << 10, 512 << 10, 2));
            PublishedSnapshot next = repository.publish(source, config(repository, coarser));
            assertThat(next.manifest().components())
                    .isEqualTo(alone(coarser).manifest().components());
        }
    }

    private PublishedSnapshot alone(Profile profile) throws IOException, InterruptedException {
        try (Repository repository = new Repository(directory.resolve("alone"))) {
            return repository.publish(source, config(repository, profile));
        }
    }

    /** The least that can be read ahead. */
    private static PublisherConfig config(Repository repository, Profile profile) {
        return repository.config().withProfile(profile).withCut(new CutLimits(1, 2, 3 << 20, 1));
    }

    private static Profile profile(ChunkerSpec spec) {
        return new Profile(Profile.SHA256, "", 128, List.of(new Profile.Rule(new PathGlob("**"), spec)));
    }

    private void write(String path, long at, byte[] bytes) throws IOException {
        try (FileChannel file = FileChannel.open(source.resolve(path), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private void cutOff(String path, long size) throws IOException {
        try (FileChannel file = FileChannel.open(source.resolve(path), StandardOpenOption.WRITE)) {
            file.truncate(size);
        }
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
