package io.freshet.core.index;

import io.freshet.core.Digest;
import java.io.IOException;
import java.util.Optional;

/** Content nodes that are at hand already, so that nobody transfers an unchanged one again. */
public interface ContentCache {

    /** Knows none and keeps none. */
    ContentCache NONE = new ContentCache() {
        @Override
        public Optional<byte[]> get(Digest id) {
            return Optional.empty();
        }

        @Override
        public void put(Digest id, byte[] plain) {}
    };

    /** The plain form of the node with this id, verified, if it is known. */
    Optional<byte[]> get(Digest id) throws IOException;

    /** Offers a node that was verified. */
    void put(Digest id, byte[] plain) throws IOException;
}
