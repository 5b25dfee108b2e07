package io.freshet.fetcher;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.fetcher.version.VersionId;

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
