package io.freshet.demo;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.fetcher.http.Mirror;
import io.freshet.providers.api.MeteredStore;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.RetryingStore;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.Stores;
import io.freshet.providers.api.Traffic;
import io.freshet.publisher.commit.Repository;
import io.freshet.publisher.upload.Destinations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the demo plays on: a repository in a directory, its follower in a bucket, and three mirrors of the two. */
final class Stage implements AutoCloseable {

    static final ChannelName CHANNEL = new ChannelName("demo/full");

    private final BucketServer server;
    private final MeteredStore file;
    private final MeteredStore bucket;
    private final List<DirectoryMirror> mirrors;
    private final Destinations destinations;
    private final byte[] root;

    private Stage(Path directory, BucketServer server) throws IOException {
        this.server = server;
        Path repository = Files.createDirectories(directory.resolve("repository"));
        Stores stores = Stores.load(Stage.class.getClassLoader(), server.context());
        file = new MeteredStore(stores.open("file:" + repository));
        bucket = new MeteredStore(stores.open(server.url()));
        mirrors = List.of(
                new DirectoryMirror(repository), new DirectoryMirror(repository), new DirectoryMirror(server.bucket()));
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        Keys keys = Keys.create(directory.resolve("keys"), Optional.empty(), random);
        List<ObjectStore> patient = List.of(RetryingStore.of(file), RetryingStore.of(bucket));
        root = Repository.init(
                patient.getFirst(),
                keys,
                List.of(CHANNEL),
                mirrors.stream().map(mirror -> mirror.mirror().url()).toList(),
                clock);
        destinations = Destinations.open(patient, root, keys, clock, random, Sleeper.real());
    }

    /** Sets everything up in a directory. */
    static Stage set(Path directory) throws IOException {
        BucketServer server = BucketServer.start(directory.resolve("s3"), "freshet-demo");
        try {
            return new Stage(directory, server);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    Destinations destinations() {
        return destinations;
    }

    /** What a node is given. */
    byte[] root() {
        return root.clone();
    }

    List<Mirror> mirrors() {
        return mirrors.stream().map(DirectoryMirror::mirror).toList();
    }

    /** To and from both destinations. */
    Traffic traffic() {
        return file.traffic().plus(bucket.traffic());
    }

    /** The second mirror dies after so many more bytes; {@code then} hears of it. */
    void killSecond(long afterBytes, Consumer<Mirror> then) {
        DirectoryMirror second = mirrors.get(1);
        second.dieAfter(afterBytes, () -> then.accept(second.mirror()));
    }

    /** The packs in the bucket. */
    Set<Path> packs() throws IOException {
        try (Stream<Path> all = Files.walk(server.bucket().resolve("packs"))) {
            return all.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * When the third mirror is asked for the first of some packs, the bucket's disk rots under all of them, and so under
     * the mirror; {@code then} hears of it.
     */
    void corruptThird(Set<Path> packs, Consumer<Mirror> then) {
        DirectoryMirror third = mirrors.get(2);
        third.beforeServing(packs, () -> {
            then.accept(third.mirror());
            for (Path pack : packs) {
                rot(pack);
            }
        });
    }

    /** A bit of every sector flips. */
    private static void rot(Path pack) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = FileChannel.open(pack, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long at = 100; at < channel.size(); at += 512) {
                channel.read(one.clear(), at);
                one.put(0, (byte) (one.get(0) ^ 1));
                channel.write(one.flip(), at);
            }
        }
    }

    @Override
    public void close() {
        mirrors.forEach(DirectoryMirror::close);
        file.close();
        bucket.close();
        server.close();
    }
}
