package io.freshet.fetcher.version;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.fetcher.index.LocalIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory that versions were fetched into, for whoever only looks: needs no lock and changes nothing. {@link Home}
 * says what is where in it.
 */
public final class FetchedDirectory {

    /** More parts than any snapshot has; of so many, all are taken for fetched. */
    private static final int MOST_PARTS = 16;

    private final Path directory;

    FetchedDirectory(Path directory) {
        this.directory = directory;
    }

    /** The directory at {@code path}, if versions were ever fetched into it. */
    public static Optional<FetchedDirectory> at(Path path) {
        return Files.isDirectory(path.resolve(".freshet/manifests"))
                ? Optional.of(new FetchedDirectory(path))
                : Optional.empty();
    }

    /** The directory itself. */
    public Path path() {
        return directory;
    }

    /** The version in use. */
    public Optional<VersionId> active() throws IOException {
        return Home.active(directory);
    }

    /** All complete versions, newest first. */
    public List<VersionId> versions() throws IOException {
        try (Stream<Path> each = Files.list(directory.resolve("versions"))) {
            return each.map(path -> VersionId.parse(path.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** The manifest of a version, as it was when it was fetched. */
    public Optional<Manifest> manifest(VersionId id) throws IOException {
        Path file = manifestFile(id);
        try {
            return Optional.of(Manifest.read(file.toString(), Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether a version is of that manifest, and has the same components as {@code like}. */
    boolean isOf(VersionId id, VersionId like, Digest digest) throws IOException {
        Path file = manifestFile(id);
        return id.part().equals(like.part())
                && id.brief().equals(like.brief())
                && Files.isRegularFile(file)
                && Digest.of(Files.readAllBytes(file)).equals(digest);
    }

    /** The components of its manifest that a version has. */
    public List<Component> components(VersionId id, Manifest manifest) {
        List<Component> all = manifest.components();
        if (id.part().isEmpty() || all.size() > MOST_PARTS) {
            return all;
        }
        for (int mask = 1; mask < 1 << all.size(); mask++) {
            List<Component> some = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if ((mask >> i & 1) == 1) {
                    some.add(all.get(i));
                }
            }
            if (id.only(some.stream().map(Component::name).toList()).equals(id)) {
                return some;
            }
        }
        return all;
    }

    /** Where a version came from, if that was noted. */
    public Optional<Origin> origin(VersionId id) throws IOException {
        Path file = originFile(id);
        try {
            return Optional.of(Origin.read(file.toString(), Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What proves a version to who has no network, if its fetch has kept that. */
    public Optional<byte[]> proof(VersionId id) throws IOException {
        try (InputStream in = Files.newInputStream(proofFile(id))) {
            return Optional.of(in.readNBytes(ReleaseProof.LIMITS.maxBytes() + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Where that lies. */
    public Path proofFile(VersionId id) {
        return directory.resolve(".freshet/proofs").resolve(id + ".json");
    }

    /** Whether a version was ever in use: a node may have changed it since. */
    public boolean used(VersionId id) {
        return Files.exists(usedFile(id));
    }

    /** The tree of files of a version. */
    public Path tree(VersionId id) {
        return directory.resolve("versions").resolve(id.toString());
    }

    /** The content nodes of the versions. */
    public LocalIndex index() {
        return new LocalIndex(directory.resolve(".freshet/index"));
    }

    /** Where evidence is kept of what a publisher has signed and should not have. */
    Path evidenceDirectory() {
        return directory.resolve(".freshet/evidence");
    }

    /** What was kept as evidence and not taken away since, by name. */
    public List<Path> evidence() throws IOException {
        if (!Files.isDirectory(evidenceDirectory())) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(evidenceDirectory())) {
            return each.sorted().toList();
        }
    }

    /** Where trust metadata are kept. */
    public Path trust() {
        return directory.resolve(".freshet/trust");
    }

    Path usedFile(VersionId id) {
        return directory.resolve(".freshet/used").resolve(id.toString());
    }

    Path manifestFile(VersionId id) {
        return directory.resolve(".freshet/manifests").resolve(id + ".json");
    }

    Path originFile(VersionId id) {
        return directory.resolve(".freshet/origins").resolve(id + ".json");
    }
}
