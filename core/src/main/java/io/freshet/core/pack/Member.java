package io.freshet.core.pack;

import io.freshet.core.Digest;

/**
 * A chunk in a frame, or in the prefix of one.
 *
 * @param length of its plain bytes, 1 to {@link FrameLimits#MAX_CHUNK}
 * @param id SHA-256 of its plain bytes
 */
public record Member(int length, Digest id) {

    /** Checks the length. */
    public Member {
        if (length < 1 || length > FrameLimits.MAX_CHUNK) {
            throw new IllegalArgumentException("a chunk of " + length + " bytes");
        }
    }
}
