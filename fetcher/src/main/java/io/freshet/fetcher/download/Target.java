package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import io.freshet.fetcher.tree.ChunkSink;
import java.util.Optional;

/**
 * Where a chunk must go, and where it lies.
 *
 * @param place the frame that it is in
 * @param delta the delta frame that it is in once more
 * @param id what its bytes must hash to
 * @param file what it belongs to
 * @param offset where in that
 */
public record Target(FrameMember place, Optional<FrameMember> delta, Digest id, ChunkSink file, long offset) {

    /** Which member of {@code frame}, one of its two, the chunk is. */
    public int memberOf(FrameRow frame) {
        return frame.equals(place.frame())
                ? place.member()
                : delta.orElseThrow().member();
    }
}
