package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.Release;
import io.freshet.core.pack.Pack;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.dedupe.StoreBlobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshot that a new one follows.
 *
 * @param manifest its manifest
 * @param release which release of its channel it is, and where its location root lies
 * @param root its location root
 * @param packList its list of packs
 * @param before the list of packs of the release before it, if that is still there
 * @param rootPackBytes length of the pack that the location root lies in, which the list does not name
 * @param store where its index is read from
 */
public record ParentSnapshot(
        Manifest manifest,
        Release release,
        LocationRoot root,
        PackList packList,
        Optional<PackList> before,
        long rootPackBytes,
        ObjectStore store) {

    /**
     * Reads the head of a snapshot.
     *
     * @param release as a verified pointer names it
     * @param earlier the release before, as the pointer's history names it
     * @throws ObjectMissing if the store lacks a part of {@code release}
     */
    public static ParentSnapshot read(ObjectStore store, Release release, Optional<Release> earlier)
            throws IOException {
        String document = "manifest " + release.manifest().path();
        byte[] manifest = store.getRange(
                release.manifest().path(), 0, Math.toIntExact(release.manifest().length()));
        if (!Digest.of(manifest).equals(release.manifest().sha256())) {
            throw new FormatException(document, "its bytes have another digest").in(store.url());
        }
        try (StoreBlobs blobs = new StoreBlobs(store)) {
            LocationRoot head = root(blobs, release);
            Optional<PackList> before = earlier.isPresent() ? packListIfThere(blobs, earlier.get()) : Optional.empty();
            String rootPack = Pack.path(release.location().place().pack());
            long bytes = store.stat(rootPack)
                    .orElseThrow(() -> new IOException(rootPack + " is gone from " + store.url()))
                    .size();
            return new ParentSnapshot(
                    Manifest.readToSucceed(document, manifest),
                    release,
                    head,
                    packList(blobs, head),
                    before,
                    bytes,
                    store);
        }
    }

    private static LocationRoot root(StoreBlobs blobs, Release release) throws IOException {
        LocationRef location = release.location();
        List<LocationRoot> root = new ArrayList<>();
        blobs.read(List.of(new BlobSource.Wanted(
                location.place(),
                plain -> root.add(
                        LocationRoot.read(location.sha256(), location.place().pack(), plain)))));
        return root.getFirst();
    }

    private static PackList packList(StoreBlobs blobs, LocationRoot root) throws IOException {
        List<PackList> list = new ArrayList<>();
        blobs.read(List.of(new BlobSource.Wanted(
                root.packList(), plain -> list.add(PackList.read(root.packListDigest(), plain)))));
        return list.getFirst();
    }

    private static Optional<PackList> packListIfThere(StoreBlobs blobs, Release release) throws IOException {
        try {
            return Optional.of(packList(blobs, root(blobs, release)));
        } catch (ObjectMissing e) {
            return Optional.empty();
        }
    }

    /** Lengths of its packs, by name. */
    Map<Digest, Long> packSizes() {
        Map<Digest, Long> sizes = new HashMap<>();
        for (PackUse use : packList.packs()) {
            sizes.put(use.pack(), use.size());
        }
        sizes.put(release.location().place().pack(), rootPackBytes);
        return sizes;
    }

    /** Chunks that its index places. */
    long chunks() {
        return manifest.components().stream()
                .mapToLong(component -> component.sums().chunks())
                .sum();
    }

    /** What a snapshot that follows this one lists as its ancestors. */
    List<LocationRoot.Ancestor> ancestorsOfNext() {
        List<LocationRoot.Ancestor> ancestors = new ArrayList<>();
        ancestors.add(new LocationRoot.Ancestor(
                release.sequence(),
                release.manifest().sha256(),
                root.components().stream()
                        .map(component -> new LocationRoot.ContentRoot(component.name(), component.contentRoot()))
                        .toList()));
        root.ancestors().stream().limit(LocationRoot.MAX_ANCESTORS - 1).forEach(ancestors::add);
        return ancestors;
    }
}
