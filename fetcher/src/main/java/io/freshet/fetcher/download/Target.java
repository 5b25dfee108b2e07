package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import io.freshet.fetcher.tree.StagedFile;
import java.util.Optional;

/**
 * Where a chunk must go, and where it lies.
 *
 * @param plain the plain frame that it is in
 * @param delta the delta frame that it is in, too
 * @param id what its bytes must hash to
 * @param file the file that it belongs to
 * @param offset where in that file
 */
public record Target(FrameMember plain, Optional<FrameMember> delta, Digest id, StagedFile file, long offset) {

    /** Which member of {@code frame}, one of its two, the chunk is. */
    public int memberOf(FrameRow frame) {
        return frame.codec() == Codec.DELTA ? delta.orElseThrow().member() : plain.member();
    }
}
