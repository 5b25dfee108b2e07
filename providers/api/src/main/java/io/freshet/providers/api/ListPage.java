package io.freshet.providers.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One answer of a listing.
 *
 * @param objects at most a few thousand
 * @param next what to ask for the page after this one, opaque; empty after the last page
 */
public record ListPage(List<ObjectStat> objects, Optional<String> next) {
    public ListPage {
        objects = List.copyOf(objects);
        Objects.requireNonNull(next);
    }
}
