package io.freshet.publisher.pack;

import io.freshet.core.pack.Member;
import io.freshet.publisher.cut.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame that is to be compressed: a range of bytes, and the chunks that they are.
 *
 * @param batch whose buffer the bytes lie in; null if they were gathered from several places
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Frame(
        byte[] bytes,
        int from,
        int length,
        List<Member> members,
        @Nullable Batch batch) {}
