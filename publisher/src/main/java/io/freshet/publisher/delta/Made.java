package io.freshet.publisher.delta;

import io.freshet.core.pack.Member;
import java.util.List;

/**
 * A delta frame.
 *
 * @param pages its members; none, if of no page both its own bytes and its base's could be read
 * @param stored the frame, its head included
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Made(List<Pair> pages, byte[] stored) {

    List<Member> members() {
        return pages.stream()
                .map(pair -> new Member(pair.page().length(), pair.page().id()))
                .toList();
    }
}
