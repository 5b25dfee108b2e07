package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.reader.store.CountedRanges;
import io.freshet.reader.tree.PackedNodes;
import io.freshet.reader.tree.SnapshotTree;
import java.io.IOException;
import java.util.Optional;

/**
 * One of two snapshots that are compared.
 *
 * @param name for people
 * @param index counts what is read of its index; empty where it is at hand
 */
record DiffSide(String name, SnapshotTree tree, ObjectNode json, Optional<CountedRanges> index) {

    static DiffSide of(Place.Directory directory) throws IOException, UsageException {
        Version version = Version.of(directory, ReleaseName.CURRENT);
        String name = version.directory().path() + "@" + version.id().sequence();
        return new DiffSide(name, version.tree(), version.json(), Optional.empty());
    }

    /** @param withPlaces whether it will be asked where chunks lie */
    static DiffSide of(NamedRepository repository, ReleaseName release, boolean withPlaces)
            throws IOException, TrustException, UsageException {
        NamedRepository.Found found = repository.find(release);
        Snapshot snapshot = repository.repository().snapshot(found.release());
        CountedRanges ranges = new CountedRanges(repository.repository().ranges());
        PackedNodes.Places places = withPlaces ? PackedNodes.Places.ALL : PackedNodes.Places.NONE;
        SnapshotTree tree = SnapshotTree.of(snapshot, new MirrorBlobs(ranges), places);
        return new DiffSide(found.toString(), tree, found.json(), Optional.of(ranges));
    }
}
