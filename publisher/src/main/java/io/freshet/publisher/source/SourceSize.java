package io.freshet.publisher.source;

/**
 * What a source amounts to.
 *
 * @param paths entries, the roots of components included
 * @param bytes of all files together, holes included
 */
public record SourceSize(long paths, long bytes) {}
