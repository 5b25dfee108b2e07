package io.freshet.publisher.cut;

import io.freshet.core.Digest;
import io.freshet.publisher.source.ComponentSpec;
import io.freshet.publisher.source.SourceEntry;
import java.util.Optional;

/** What a batch holds, one after the other. */
public sealed interface Cut {

    /** A component begins. */
    record Component(ComponentSpec spec) implements Cut {}

    /** An entry; if it is a file, its pieces follow, maybe in several batches. */
    record Entry(SourceEntry entry) implements Cut {}

    /**
     * A chunk in the batch's buffer.
     *
     * @param at index of its first byte
     * @param length in bytes
     * @param grain the fixed grain, where it is a whole chunk of that grid; else 0
     * @param id its id, if that is known already
     */
    record Chunk(int at, int length, int grain, Optional<Digest> id) implements Cut {}

    /** A zero run. */
    record Zeros(long length) implements Cut {}

    /** All bytes of a file that stands in the index itself. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Inline(byte[] bytes) implements Cut {}

    /** A file whose content is what the parent has; nothing of it was read. */
    record Unread(SourceEntry entry) implements Cut {}
}
