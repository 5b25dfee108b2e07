package io.freshet.core.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.UnknownFields;
import java.util.Optional;

/**
 * What a repository needs of whoever reads it and of whoever writes to it: {@code custom.requires} of its top-level
 * targets, which the offline keys sign, so that no channel's key can take it back. This release has no such feature, and
 * what it can't read it takes for one.
 *
 * @param read the first feature without which nobody may read
 * @param write the first feature without which nobody may write
 */
record RequiredFeatures(Optional<String> read, Optional<String> write) {

    /** @param signed the fields of the targets that stand beside those of the specification */
    static RequiredFeatures of(UnknownFields signed) {
        JsonNode requires =
                signed.get("custom").orElse(MissingNode.getInstance()).path("requires");
        return new RequiredFeatures(first(requires.path("read")), first(requires.path("write")));
    }

    private static Optional<String> first(JsonNode names) {
        if (names.isMissingNode() || names.isNull() || (names.isEmpty() && names.isArray())) {
            return Optional.empty();
        }
        JsonNode name = names.isArray() ? names.get(0) : names;
        return Optional.of(name.isTextual() ? name.textValue() : JsonText.compact(name));
    }

    void checkReader(String document) throws TrustException {
        if (read.isPresent()) {
            throw new TrustException.NeedsFeature(document, read.get(), "readers");
        }
    }

    void checkWriter(String document) throws TrustException {
        if (write.isPresent()) {
            throw new TrustException.NeedsFeature(document, write.get(), "writers");
        }
    }
}
