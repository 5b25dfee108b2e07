package io.freshet.publisher.delta;

import io.freshet.core.pack.Member;
import java.util.List;

/**
 * A delta frame.
 *
 * @param members its chunks; none, if there is no base at hand
 * @param numbers of the members among the new pages
 * @param stored the frame, its head included
 * @param missing how many bases were not at hand
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Made(List<Member> members, List<Long> numbers, byte[] stored, int missing) {}
