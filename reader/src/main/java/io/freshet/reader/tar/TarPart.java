package io.freshet.reader.tar;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import java.security.MessageDigest;
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

        /** Whether the frame can be copied as it is: all of it is wanted here, and who has zstd alone can read it. */
        boolean isWhole() {
            return !isMade() && first == 0 && ids.size() == frame.lengths().length;
        }

        /** Whether the frame is a delta frame, whose members were {@linkplain MadeChunks made} before. */
        boolean isMade() {
            return frame.codec() == Codec.DELTA;
        }

        /** How many plain bytes these members have. */
        int plain() {
            return frame.start(first + ids.size()) - frame.start(first);
        }

        /** Checks that the plain bytes from {@code from} on are these members'. */
        void check(byte[] plain, int from, MessageDigest sha256) throws FormatException {
            int at = from;
            for (int i = 0; i < ids.size(); i++) {
                int length = frame.lengths()[first + i];
                Digest found = Digest.of(sha256, plain, at, length);
                if (!found.equals(ids.get(i))) {
                    throw new FormatException("chunk " + ids.get(i).brief(), "its bytes hash to " + found.brief());
                }
                at += length;
            }
        }
    }
}
