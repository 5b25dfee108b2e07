package io.freshet.core.index;

import java.io.IOException;
import java.util.List;

/** Gives index blobs from packs, wherever these lie: a bucket, mirrors, a directory. */
@FunctionalInterface
public interface BlobSource {

    /**
     * Reads blobs, in as few requests as makes sense for blobs that are neighbours.
     *
     * @return the plain bytes of each, in the same order, decoded but not yet verified: each is exactly as long as its
     *     place says
     */
    List<byte[]> read(List<BlobPlace> places) throws IOException;
}
