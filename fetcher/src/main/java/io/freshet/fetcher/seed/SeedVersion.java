package io.freshet.fetcher.seed;

import io.freshet.core.manifest.Manifest;
import java.nio.file.Path;

/**
 * A version that lies here, and whose content nodes are in the local index.
 *
 * @param directory its tree of files
 * @param manifest what it was when it was fetched
 */
public record SeedVersion(Path directory, Manifest manifest) {}
