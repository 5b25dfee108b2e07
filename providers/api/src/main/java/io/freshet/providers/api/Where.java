package io.freshet.providers.api;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The place of a failure: which store, and as far as they are known the key, the range and what the server said.
 *
 * @param store {@link ObjectStore#url()}
 * @param key the object's key, relative to the store
 * @param range the range that was asked for
 * @param requestId the server's name for the request, for its operator's logs
 * @param httpStatus the status of the server's answer
 */
public record Where(
        String store,
        Optional<String> key,
        Optional<ByteRange> range,
        Optional<String> requestId,
        OptionalInt httpStatus) {

    public Where {
        Objects.requireNonNull(store);
        Objects.requireNonNull(key);
        Objects.requireNonNull(range);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(httpStatus);
    }

    /** A store as a whole. */
    public static Where store(String url) {
        return new Where(url, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** An object, or all objects with a prefix. */
    public static Where object(String store, String key) {
        return new Where(store, Optional.of(key), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** A part of an object. */
    public static Where range(String store, String key, long offset, long length) {
        ByteRange range = new ByteRange(offset, length);
        return new Where(store, Optional.of(key), Optional.of(range), Optional.empty(), OptionalInt.empty());
    }

    /** The same place, with what the server answered. */
    public Where answered(int status, Optional<String> serverRequestId) {
        return new Where(store, key, range, serverRequestId, OptionalInt.of(status));
    }

    /** For messages: {@code s3://acme/base packs/ab/….bin, bytes 0-9, HTTP 503, request 4F…}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(store);
        key.ifPresent(k -> text.append(' ').append(k.isEmpty() ? "(all keys)" : k));
        range.ifPresent(r -> text.append(", ").append(r));
        httpStatus.ifPresent(status -> text.append(", HTTP ").append(status));
        requestId.ifPresent(id -> text.append(", request ").append(id));
        return text.toString();
    }
}
