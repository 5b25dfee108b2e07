package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.publisher.pack.PackSizes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Any tree, cut by any profile, published night after night, comes back as it was, whatever the number of threads. */
class ArbitraryTreesTest {

    private static final List<String> NAMES =
            List.of("a", "b.dat", "ü", "snow ☃", "x.json", "0", "-", "a.b", "A", "~", "日本", "mdbx.dat");

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void everyNightComesBack(@ForAll Random random) throws Exception {
        Path directory = Files.createTempDirectory("arbitrary");
        Path source = Files.createDirectories(directory.resolve("source"));
        Profile profile = profile(random);
        try (Repository repository = new Repository(directory);
                Repository other = new Repository(directory.resolve("other"))) {
            PublisherConfig config =
                    repository.config().withProfile(profile).withPacks(new PackSizes(1 << 18, 1 << 16, 2));
            for (int night = 0; night < 3; night++) {
                change(source, random);
                PublishedSnapshot one = repository.publish(source, config.withCores(1));
                PublishedSnapshot eight = other.publish(
                        source, other.config().withProfile(profile).withCores(8));
                assertThat(eight.manifest().components())
                        .isEqualTo(one.manifest().components());
                assertThat(repository.restored(one)).isEqualTo(Trees.describe(source));
                assertThat(other.restored(eight)).isEqualTo(Trees.describe(source));
            }
            // What nights have left mostly dead may be stored again even now; but for that there is nothing to send.
            RecordingStore sink = new RecordingStore(repository.store);
            PublishedSnapshot again = repository.publish(
                    source,
                    config.withDedupe(new DedupeRules(true, 1 << 12, 100, 0, 0, 0)),
                    List.of(),
                    new StorePackSink(List.of(sink)));
            assertThat(sink.calls(Verb.PUT, Verb.PUT_IF_ABSENT)).isEmpty();
            assertThat(again.sameLocation()).isTrue();
        } finally {
            Trees.delete(directory);
        }
    }

    private static Profile profile(Random random) {
        List<Profile.Rule> rules = new ArrayList<>();
        if (random.nextBoolean()) {
            rules.add(new Profile.Rule(new PathGlob("**/*.dat"), new ChunkerSpec.Fixed(4096 << random.nextInt(3))));
        }
        int min = 1024 << random.nextInt(4);
        rules.add(new Profile.Rule(
                new PathGlob("**"),
                random.nextInt(3) == 0
                        ? new ChunkerSpec.Fixed(4096 << random.nextInt(5))
                        : new ChunkerSpec.FastCdc(min, min * 4, min * 16, random.nextInt(4))));
        byte[] seed = new byte[random.nextInt(8)];
        random.nextBytes(seed);
        return new Profile(Profile.SHA256, HexFormat.of().formatHex(seed), random.nextInt(257), rules);
    }

    /** Makes, changes, cuts short, lengthens and removes some files, directories and links. */
    private static void change(Path root, Random random) throws IOException {
        for (int i = 0; i < 12; i++) {
            Path parent = root;
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                Path deeper = parent.resolve("d" + random.nextInt(2));
                if (Files.isRegularFile(deeper)) {
                    break;
                }
                parent = Files.createDirectories(deeper);
            }
            Path path = parent.resolve(NAMES.get(random.nextInt(NAMES.size())));
            switch (random.nextInt(7)) {
                case 0 -> Files.deleteIfExists(path);
                case 1 -> link(path);
                default -> write(path, random);
            }
        }
    }

    private static void link(Path path) throws IOException {
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, Path.of("somewhere/else"));
    }

    private static void write(Path path, Random random) throws IOException {
        if (Files.isSymbolicLink(path)) {
            Files.delete(path);
        }
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (int piece = random.nextInt(4); piece > 0; piece--) {
                byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(300_000)];
                if (random.nextInt(3) > 0) {
                    random.nextBytes(bytes);
                }
                channel.write(ByteBuffer.wrap(bytes), random.nextInt(1 + random.nextInt(500_000)));
            }
            if (random.nextInt(4) == 0) {
                channel.truncate(random.nextInt(1 + (int) channel.size()));
            }
        }
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(random.nextBoolean() ? "rw-r-----" : "rwxr-xr-x"));
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L + random.nextInt()));
    }
}
