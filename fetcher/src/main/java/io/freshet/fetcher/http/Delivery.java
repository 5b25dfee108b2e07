package io.freshet.fetcher.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A range on its way into a buffer: how much of it is there, and who gave it. Used by one thread at a time. */
final class Delivery {

    final ObjectRange range;
    final byte[] into;
    final int at;
    private final Set<Mirror> givers = new LinkedHashSet<>();
    private int received;
    private Optional<String> requestId = Optional.empty();

    Delivery(ObjectRange range, byte[] into, int at) {
        this.range = range;
        this.into = into;
        this.at = at;
    }

    /** Bytes that are there. */
    int received() {
        return received;
    }

    /** Bytes that are missing. */
    int missing() {
        return range.length() - received;
    }

    /** Where the next byte goes in the buffer. */
    int position() {
        return at + received;
    }

    /** Offset in the object of the next byte. */
    long offset() {
        return range.offset() + received;
    }

    /** Notes bytes that {@code giver} has put into the buffer, in answer to a request that it may have named. */
    void add(Mirror giver, int bytes, Optional<String> request) {
        received += bytes;
        requestId = request;
        givers.add(giver);
    }

    /** Forgets all that was received. */
    void restart() {
        received = 0;
        givers.clear();
    }

    Receipt receipt() {
        return new Receipt(range, List.copyOf(givers), requestId);
    }
}
