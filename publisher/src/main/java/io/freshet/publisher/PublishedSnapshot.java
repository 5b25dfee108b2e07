package io.freshet.publisher;

import io.freshet.core.index.LocationRoot;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.Manifest;
import io.freshet.publisher.source.Skipped;

/**
 * A snapshot all of whose packs are stored, and which nothing points to yet.
 *
 * @param manifest its manifest, which is not stored
 * @param location where its location root lies
 * @param root the location root
 * @param sameLocation whether that is the parent's: not one pack was sent
 * @param skipped what of the source was left out
 * @param statistics what was done
 */
public record PublishedSnapshot(
        Manifest manifest,
        LocationRef location,
        LocationRoot root,
        boolean sameLocation,
        Skipped skipped,
        Statistics statistics) {}
