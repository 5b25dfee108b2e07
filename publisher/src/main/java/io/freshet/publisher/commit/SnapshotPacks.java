package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.LocationRef;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.dedupe.StoreBlobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which packs a snapshot needs, all of them: as its list says, and the ones in which list and location root lie. */
public final class SnapshotPacks {

    private SnapshotPacks() {}

    /** The packs of the snapshot whose location root lies at {@code location}. */
    public static Set<Digest> of(ObjectStore store, LocationRef location) throws IOException {
        try (StoreBlobs blobs = new StoreBlobs(store)) {
            List<LocationRoot> root = new ArrayList<>();
            blobs.read(List.of(new BlobSource.Wanted(
                    location.place(),
                    plain -> root.add(LocationRoot.read(
                            location.sha256(), location.place().pack(), plain)))));
            return of(blobs, location, root.getFirst());
        }
    }

    /** The same, the location root being at hand. */
    public static Set<Digest> of(ObjectStore store, LocationRef location, LocationRoot root) throws IOException {
        try (StoreBlobs blobs = new StoreBlobs(store)) {
            return of(blobs, location, root);
        }
    }

    private static Set<Digest> of(StoreBlobs blobs, LocationRef location, LocationRoot root) throws IOException {
        Set<Digest> packs = new HashSet<>();
        packs.add(location.place().pack());
        packs.add(root.packList().pack());
        blobs.read(List.of(new BlobSource.Wanted(
                root.packList(),
                plain -> PackList.read(root.packListDigest(), plain).packs().stream()
                        .map(PackUse::pack)
                        .forEach(packs::add))));
        return packs;
    }
}
