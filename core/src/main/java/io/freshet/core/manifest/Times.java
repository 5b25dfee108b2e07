package io.freshet.core.manifest;

import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Instants as documents write them: RFC 3339, in UTC. */
public final class Times {

    private Times() {}

    /** The time in {@code field}. */
    public static Instant read(JsonObject json, String field) throws JsonException {
        String text = json.string(field);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw json.invalid(field, "is \"" + text + "\", not a time like 2026-11-23T00:05:00Z");
        }
    }
}
