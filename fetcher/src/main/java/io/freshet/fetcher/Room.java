package io.freshet.fetcher;

import io.freshet.core.index.BlobSource;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.version.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a fetch that can't fit before it begins. A snapshot may be larger than it looks (holes) and cost less than it
 * is (clones of files that lie here), so that only what is certain is held against it: a first fetch writes at least
 * the stored bytes of all its plain frames, and keeps the bases of its delta frames for a while.
 */
record Room(Home home, BlobSource blobs) {

    /** @param kept bytes of bases that will be kept */
    void check(Snapshot snapshot, List<Component> wanted, Path staging, List<Path> seeds, long kept)
            throws IOException {
        long bytes = Component.bytes(wanted) + kept;
        boolean all = wanted.size() == snapshot.manifest().components().size();
        if (!all || home.free() >= bytes || !seeds.isEmpty() || !home.seeds().isEmpty() || !isEmpty(staging)) {
            return;
        }
        home.reserve(kept
                + packs(snapshot.location()).packs().stream()
                        .filter(PackUse::data)
                        .mapToLong(PackUse::used)
                        .sum());
    }

    private PackList packs(LocationRoot location) throws IOException {
        AtomicReference<@Nullable PackList> taken = new AtomicReference<>();
        BlobSource.Wanted wanted = new BlobSource.Wanted(
                location.packList(), plain -> taken.set(PackList.read(location.packListDigest(), plain)));
        blobs.read(List.of(wanted));
        return Objects.requireNonNull(taken.get());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> each = Files.list(directory)) {
            return each.findAny().isEmpty();
        }
    }
}
