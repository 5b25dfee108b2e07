package io.freshet.providers.api;

import java.util.Optional;

/**
 * What a web server or CDN should say of an object. A store without such metadata (a directory) leaves it to the server
 * in front of it.
 *
 * @param contentType a media type
 * @param cacheControl the value of {@code Cache-Control}, where one is wanted
 */
public record ObjectHeaders(String contentType, Optional<String> cacheControl) {
    private static final String FOREVER = "public, max-age=31536000, immutable";

    /** An object that never changes: packs and index nodes. */
    public static final ObjectHeaders IMMUTABLE_BINARY =
            new ObjectHeaders("application/octet-stream", Optional.of(FOREVER));

    /** A JSON object that never changes: manifests and versioned metadata. */
    public static final ObjectHeaders IMMUTABLE_JSON = new ObjectHeaders("application/json", Optional.of(FOREVER));

    /** A JSON object that changes: caches have to ask before each use. */
    public static final ObjectHeaders MUTABLE_JSON = new ObjectHeaders("application/json", Optional.of("no-cache"));

    /** Anything else that changes. */
    public static final ObjectHeaders MUTABLE_TEXT =
            new ObjectHeaders("text/plain; charset=utf-8", Optional.of("no-cache"));

    public ObjectHeaders {
        requireHeaderValue(contentType);
        cacheControl.ifPresent(ObjectHeaders::requireHeaderValue);
    }

    private static void requireHeaderValue(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("not the value of an HTTP header: " + value);
        }
    }
}
