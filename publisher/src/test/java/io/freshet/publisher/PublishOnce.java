package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Release;
import io.freshet.core.manifest.Source;
import io.freshet.core.pack.Codec;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.Stores;
import io.freshet.publisher.delta.Sketches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes a directory into another one, as a process to be measured: {@code SOURCE REPOSITORY WORK [CORES [BASE]]}. What was
 * published last is noted beside the packs, without any signature, and is the parent of the next one.
 */
final class PublishOnce {

    private PublishOnce() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path repository = Path.of(args[1]);
        Files.createDirectories(repository);
        Path head = repository.resolveSibling(repository.getFileName() + ".head");
        Stores stores = Stores.load(PublishOnce.class.getClassLoader(), StoreContext.ofProcess("0"));
        try (ObjectStore store = stores.open("file:" + repository.toAbsolutePath())) {
            Optional<Release> last = Files.exists(head) ? Optional.of(read(head)) : Optional.empty();
            Path headBefore = repository.resolveSibling(repository.getFileName() + ".head-before");
            Optional<Release> earlier = Files.exists(headBefore) ? Optional.of(read(headBefore)) : Optional.empty();
            Optional<ParentSnapshot> parent =
                    last.isPresent() ? Optional.of(ParentSnapshot.read(store, last.get(), earlier)) : Optional.empty();
            PublisherConfig config = PublisherConfig.defaults(Path.of(args[2]));
            if (args.length > 3) {
                config = config.withCores(Integer.parseInt(args[3]));
            }
            SnapshotFacts facts = new SnapshotFacts(Source.UNKNOWN, Consistency.UNKNOWN, Instant.EPOCH);
            Path kept = repository.resolveSibling(repository.getFileName() + ".sketches");
            Optional<Sketches> sketches = args.length > 4
                    ? Optional.of(new Sketches(
                            Optional.of(Path.of(args[4])),
                            kept,
                            last.map(r -> r.manifest().sha256()),
                            Path.of(args[2])))
                    : Optional.empty();
            Publication.Input input = new Publication.Input(
                    Path.of(args[0]), facts, parent, List.of(), Set.of(), Optional.empty(), sketches);
            PublishedSnapshot done =
                    new Publication(input, config, ProgressListener.NONE).run(new StorePackSink(List.of(store)));
            byte[] manifest = done.manifest().toBytes();
            ObjectRef ref = ObjectRef.to(manifest);
            if (sketches.isPresent()) {
                sketches.get().save(ref.sha256());
                sketches.get().close();
            }
            store.put(ref.path(), Body.of(manifest), ObjectHeaders.IMMUTABLE_JSON);
            if (last.isPresent()) {
                Files.copy(head, headBefore, StandardCopyOption.REPLACE_EXISTING);
            }
            write(head, last.map(Release::sequence).orElse(0L) + 1, ref, done.location());
            System.out.println(done.manifest().components().getFirst().contentRoot());
            System.out.println(done.location() + (done.sameLocation() ? " (the parent's)" : ""));
            System.out.println(done.statistics());
            System.out.println(done.skipped().named());
        }
    }

    private static void write(Path head, long sequence, ObjectRef manifest, LocationRef location) throws IOException {
        BlobPlace place = location.place();
        Files.writeString(
                head,
                String.join(
                        " ",
                        "" + sequence,
                        "" + manifest.sha256(),
                        "" + manifest.length(),
                        "" + place.pack(),
                        "" + place.offset(),
                        "" + place.stored(),
                        "" + place.plain(),
                        "" + place.codec(),
                        "" + location.sha256()));
    }

    private static Release read(Path head) throws IOException {
        String[] words = Files.readString(head, StandardCharsets.UTF_8).split(" ", -1);
        BlobPlace place = new BlobPlace(
                Digest.parse(words[3]),
                Long.parseLong(words[4]),
                Integer.parseInt(words[5]),
                Integer.parseInt(words[6]),
                Codec.valueOf(words[7]));
        return new Release(
                Long.parseLong(words[0]),
                new ObjectRef(Digest.parse(words[1]), Long.parseLong(words[2])),
                new LocationRef(place, Digest.parse(words[8])),
                Optional.empty(),
                Instant.EPOCH,
                UnknownFields.NONE);
    }
}
