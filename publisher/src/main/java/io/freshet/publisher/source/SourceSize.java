package io.freshet.publisher.source;

import io.freshet.core.Digest;
import java.time.Instant;

/**
 * What a source amounts to.
 *
 * @param paths entries, the roots of components included
 * @param bytes of all files together, holes included
 * @param stamps {@link FileStamps} over all of them
 * @param changed when the last of them changed, in content or attributes, by the clock of the file system
 */
public record SourceSize(long paths, long bytes, Digest stamps, Instant changed) {}
