package io.freshet.publisher.protocol;

import java.util.HashMap;
import java.util.Map;

/** Keeps one of all that are equal: states are many, what they are made of is not. */
final class Parts {
    private final Map<Object, Object> parts = new HashMap<>();

    @SuppressWarnings("unchecked")
    <T> T shared(T part) {
        return (T) parts.computeIfAbsent(part, same -> same);
    }
}
