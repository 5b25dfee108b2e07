package io.freshet.core.index;

import io.freshet.core.Digest;

/**
 * What a snapshot uses of a pack.
 *
 * @param pack its name
 * @param size of the object, in bytes
 * @param used bytes of the blobs in it that the snapshot needs
 * @param data whether frames are among them
 * @param index whether index blobs are among them
 */
public record PackUse(Digest pack, long size, long used, boolean data, boolean index) {

    /** Checks the numbers. */
    public PackUse {
        if (used < 0 || used > size || size > PackNumbers.MAX_PACK_BYTES || !(data || index)) {
            throw new IllegalArgumentException("a pack of %d bytes, %d used".formatted(size, used));
        }
    }
}
