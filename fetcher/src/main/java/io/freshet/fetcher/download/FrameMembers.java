package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The members of a frame that was decoded, each hashed once, when somebody asks. */
final class FrameMembers {

    private final byte[] plain;
    private final int[] starts;
    private final @Nullable Digest[] ids;
    private final MessageDigest sha256;

    /** @param plain begins with the frame's plain bytes */
    FrameMembers(byte[] plain, FrameRow frame, MessageDigest sha256) {
        this.plain = plain;
        this.sha256 = sha256;
        int[] lengths = frame.lengths();
        this.ids = new Digest[lengths.length];
        this.starts = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            starts[i + 1] = starts[i] + lengths[i];
        }
    }

    /** The plain bytes of the frame. */
    byte[] plain() {
        return plain;
    }

    /** Where a member begins; that of the number behind the last ends the frame. */
    int start(int member) {
        return starts[member];
    }

    /** The id of a member. */
    Digest id(int member) {
        Digest known = ids[member];
        if (known == null) {
            known = Digest.of(sha256, plain, starts[member], starts[member + 1] - starts[member]);
            ids[member] = known;
        }
        return known;
    }
}
