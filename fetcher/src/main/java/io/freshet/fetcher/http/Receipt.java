package io.freshet.fetcher.http;

import java.util.List;

/**
 * A range that has arrived.
 *
 * @param givers the mirrors that gave a part of it, in order
 */
public record Receipt(ObjectRange range, List<Mirror> givers) {
    /** Copies the list. */
    public Receipt {
        givers = List.copyOf(givers);
    }
}
