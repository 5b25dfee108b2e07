package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.fetcher.tree.StagedFile;

/**
 * Where a chunk must go.
 *
 * @param member which member of its frame it is
 * @param id what its bytes must hash to
 * @param file the file that it belongs to
 * @param offset where in that file
 */
public record Target(int member, Digest id, StagedFile file, long offset) {}
