package io.freshet.publisher.delta;

import io.freshet.core.pack.Codec;
import io.freshet.core.pack.Member;
import io.freshet.publisher.delta.FrameBases.Base;
import java.util.List;

/**
 * What became of some pages.
 *
 * @param frames one delta frame; or, where none is worth it, plain frames of the pages that lie nowhere yet
 * @param missing how many of the pages resemble only such as are not at hand
 */
record Made(List<Frame> frames, int missing) {

    /**
     * A frame.
     *
     * @param members its chunks
     * @param numbers of the members among the new pages
     * @param stored the frame; the head of a delta frame included
     * @param bases of a delta frame that is the only place of some member, in the order of its head; none of others
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Frame(Codec codec, List<Member> members, List<Long> numbers, byte[] stored, List<Base> bases) {}
}
