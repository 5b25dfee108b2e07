package io.freshet.fetcher.seed;

import java.nio.file.Path;

/** Where a chunk may lie here: in {@code file}, from {@code offset} on. */
public record SeedPlace(Path file, long offset) {}
