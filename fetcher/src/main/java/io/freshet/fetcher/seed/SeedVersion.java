package io.freshet.fetcher.seed;

import io.freshet.core.manifest.Manifest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A version that lies here, and whose content nodes are in the local index.
 *
 * @param directory its tree of files
 * @param manifest what it was when it was fetched
 * @param stamps directory with the stamps that its files had then, if they count
 */
public record SeedVersion(Path directory, Manifest manifest, Optional<Path> stamps) {

    /** The same, whose files may all have been written to. */
    public SeedVersion withoutStamps() {
        return new SeedVersion(directory, manifest, Optional.empty());
    }
}
