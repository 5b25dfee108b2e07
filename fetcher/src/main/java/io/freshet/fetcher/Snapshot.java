package io.freshet.fetcher;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.fetcher.seed.Seeds;
import io.freshet.fetcher.version.VersionId;
import java.util.List;

/**
 * A snapshot that may be fetched: everything here was verified, down from the root of trust.
 *
 * @param sequence number of the release in its channel
 * @param digest of the manifest
 * @param manifest the snapshot's head
 * @param document the manifest's bytes
 * @param location where its chunks lie
 */
@SuppressWarnings("ArrayRecordComponent") // a document, compared by nobody
public record Snapshot(long sequence, Digest digest, Manifest manifest, byte[] document, LocationRoot location) {

    /** The version that it becomes. */
    public VersionId version() {
        return VersionId.of(sequence, digest);
    }

    /** Whether the bases of its delta frames lie here: the release before it does, so that no node need say where else they lie. */
    boolean basesLieIn(Seeds seeds, List<Component> wanted) {
        if (location.components().stream().allMatch(each -> each.bases().isEmpty())) {
            return true;
        }
        for (Component component : wanted) {
            boolean here = seeds.has(component.contentRoot())
                    || location.ancestors().stream()
                            .limit(1)
                            .flatMap(ancestor -> ancestor.components().stream())
                            .filter(root -> root.component().equals(component.name()))
                            .anyMatch(root -> seeds.has(root.root()));
            if (!here) {
                return false;
            }
        }
        return true;
    }

    /** Where a component's two trees begin. */
    public LocationRoot.Component place(Component component) throws FormatException {
        for (LocationRoot.Component place : location.components()) {
            if (place.name().equals(component.name()) && place.contentRoot().equals(component.contentRoot())) {
                return place;
            }
        }
        throw new FormatException(
                "location root",
                "has no place for component \"" + component.name() + "\" with the manifest's content root");
    }
}
