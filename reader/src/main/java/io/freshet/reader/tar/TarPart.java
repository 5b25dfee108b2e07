package io.freshet.reader.tar;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import java.util.ArrayList;
import java.util.List;

/** A piece of an archive, in order. */
sealed interface TarPart {

    /** Bytes that no frame has: headers, padding, what stands in the index. */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
    record Plain(byte[] bytes) implements TarPart {}

    /** Consecutive members of a frame, all of whose bytes follow each other in the archive. */
    final class Members implements TarPart {
        final FrameRow frame;
        final int first;
        final List<Digest> ids = new ArrayList<>();

        Members(FrameRow frame, int first) {
            this.frame = frame;
            this.first = first;
        }

        /** Adds a chunk, if it is the next member of this frame. */
        boolean add(FrameRow row, int member, Digest id) {
            boolean next =
                    row.pack().equals(frame.pack()) && row.offset() == frame.offset() && member == first + ids.size();
            if (next) {
                ids.add(id);
            }
            return next;
        }

        /** Whether the frame can be copied as it is: all of it is wanted here. */
        boolean isWhole() {
            return first == 0 && ids.size() == frame.lengths().length;
        }
    }
}
