package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.fetcher.version.FetchedDirectory;
import io.freshet.fetcher.version.VersionId;
import io.freshet.reader.tree.SnapshotTree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A version in a fetched directory. */
record Version(FetchedDirectory directory, VersionId id, Manifest manifest) {

    /**
     * The version that is named.
     *
     * @param release may name its number, too
     */
    static Version of(Place.Directory place, ReleaseName release) throws IOException, UsageException {
        if (release.channel().isPresent()) {
            throw new UsageException(place.fetched().path()
                    + " is a fetched directory, which has versions and no channels: name one by its number, like "
                    + place.fetched().path() + "@41");
        }
        Optional<Long> sequence = place.sequence().or(release::sequence);
        List<VersionId> versions = place.fetched().versions();
        Optional<VersionId> wanted = sequence.isEmpty()
                ? place.fetched().active()
                : versions.stream()
                        .filter(id -> id.sequence() == sequence.get())
                        .findFirst();
        VersionId id = wanted.orElseThrow(() -> new UsageException(
                sequence.isEmpty()
                        ? place.fetched().path() + " has no version in use yet: run freshet fetch --into "
                                + place.fetched().path()
                        : place.fetched().path() + " has no version " + sequence.get() + "; it has " + versions));
        Manifest manifest = place.fetched()
                .manifest(id)
                .orElseThrow(() -> new UsageException("the manifest of version " + id + " is not there any more"));
        return new Version(place.fetched(), id, manifest);
    }

    /** Its components that were fetched. */
    List<Component> components() {
        return directory.components(id, manifest);
    }

    /** What its index says of it. */
    SnapshotTree tree() {
        SnapshotTree whole = SnapshotTree.of(manifest, directory.index());
        return whole.only(components());
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("directory", directory.path().toString())
                .put("version", id.toString())
                .put("sequence", id.sequence());
    }
}
