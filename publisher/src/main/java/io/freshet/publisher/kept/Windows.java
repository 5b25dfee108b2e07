package io.freshet.publisher.kept;

import java.io.IOException;

/** The windows in which a file has data or its copy does, in their order. */
final class Windows {

    private static final long BEFORE_ALL = -1;

    private final Data data;
    private final Data copied;
    private final long size;
    private long here;
    private long there;
    private long at = BEFORE_ALL;

    /** @param size of the file: what the copy has behind that does not count */
    Windows(Data data, Data copied, long size) throws IOException {
        this.data = data;
        this.copied = copied;
        this.size = size;
        this.here = data.next(0);
        this.there = copied.next(0);
    }

    /** Goes to the next one; false if there is none. */
    boolean next() throws IOException {
        if (at != BEFORE_ALL) {
            here = here == at ? data.next(at + Data.WINDOW) : here;
            there = there == at ? copied.next(at + Data.WINDOW) : there;
        }
        at = Math.min(here, there);
        return at < size;
    }

    long at() {
        return at;
    }

    int count() {
        return (int) Math.min(Data.WINDOW, size - at);
    }

    /** Whether the copy has a hole there. */
    boolean isNew() {
        return at < there;
    }
}
