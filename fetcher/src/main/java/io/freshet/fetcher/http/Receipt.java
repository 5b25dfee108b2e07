package io.freshet.fetcher.http;

import java.util.List;
import java.util.Optional;

/**
 * A range that has arrived.
 *
 * @param givers the mirrors that gave a part of it, in order
 * @param requestId what the last of them called the last request, if it gave it a name
 */
public record Receipt(ObjectRange range, List<Mirror> givers, Optional<String> requestId) {
    /** Copies the list. */
    public Receipt {
        givers = List.copyOf(givers);
    }
}
