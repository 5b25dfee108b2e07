package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What all metadata begins with.
 *
 * @param specVersion version of the TUF specification that it was written by; major version 1
 * @param version the document's own version, 1 or more
 * @param expires when it is no longer to be trusted, in whole seconds
 */
public record Header(String specVersion, long version, Instant expires) {

    /** The version of the specification that this version writes. */
    public static final String SPEC_VERSION = "1.0.34";

    private static final Set<String> FIELDS = Set.of("_type", "spec_version", "version", "expires");
    private static final Pattern SUPPORTED = Pattern.compile("1\\.[0-9]{1,6}(\\.[0-9]{1,6})?");

    public Header {
        requireVersion(version);
        if (!SUPPORTED.matcher(specVersion).matches()) {
            throw new IllegalArgumentException("not a version 1 of the specification: " + specVersion);
        }
        if (!expires.equals(expires.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("metadata expires at a whole second, not " + expires);
        }
    }

    /** For metadata that is written now. */
    public Header(long version, Instant expires) {
        this(SPEC_VERSION, version, expires);
    }

    /** Reads the fields, which must be those of a document of {@code type}. */
    static Header read(JsonObject signed, String type) throws JsonException, TrustException {
        String actual = signed.string("_type");
        if (!actual.equals(type)) {
            throw new TrustException.WrongType(signed.document(), type, actual);
        }
        String specVersion = signed.string("spec_version");
        if (!SUPPORTED.matcher(specVersion).matches()) {
            throw new TrustException.UnsupportedSpec(signed.document(), specVersion);
        }
        long version = readVersion(signed);
        Instant expires = readTime(signed);
        return signed.build(() -> new Header(specVersion, version, expires));
    }

    static long readVersion(JsonObject json) throws JsonException {
        return json.integer("version", 1, JsonObject.MAX_INTEGER);
    }

    static void requireVersion(long version) {
        if (version < 1 || version > JsonObject.MAX_INTEGER) {
            throw new IllegalArgumentException("a version is 1 or more and below 2^53, not " + version);
        }
    }

    private static Instant readTime(JsonObject signed) throws JsonException {
        String text = signed.string("expires");
        try {
            Instant time = Instant.parse(text);
            if (text.length() == 20 && time.toString().equals(text)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Said below, like a time of another form.
        }
        throw signed.invalid("expires", "must be a time like 2026-11-23T00:00:00Z, not \"" + text + "\"");
    }

    /** The names of the header's fields and of {@code more}. */
    static Set<String> fieldsAnd(String... more) {
        Set<String> all = new HashSet<>(FIELDS);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }

    void writeTo(ObjectNode json, String type) {
        json.put("_type", type)
                .put("spec_version", specVersion)
                .put("version", version)
                .put("expires", expires.toString());
    }
}
