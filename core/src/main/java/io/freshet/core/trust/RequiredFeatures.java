package io.freshet.core.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a repository needs of whoever reads it and of whoever writes to it: {@code custom.requires} of its top-level
 * targets, which the offline keys sign, so that no channel's key can take it back. What can't be read is taken for a
 * feature that this release does not have.
 *
 * @param read features without which nobody may read
 * @param write features without which nobody may write
 */
record RequiredFeatures(List<String> read, List<String> write) {

    /** The policy has rules for channels, which bind readers, too. */
    static final String CHANNEL_RULES = "channel-rules";

    private static final Set<String> KNOWN = Set.of(CHANNEL_RULES);

    /** @param signed the fields of the targets that stand beside those of the specification */
    static RequiredFeatures of(UnknownFields signed) {
        JsonNode custom = signed.get("custom").orElse(MissingNode.getInstance());
        JsonNode requires = custom.path("requires");
        if (isUnreadable(custom) || isUnreadable(requires)) {
            String what = JsonText.compact(isUnreadable(custom) ? custom : requires);
            return new RequiredFeatures(List.of(what), List.of(what));
        }
        return new RequiredFeatures(names(requires.path("read")), names(requires.path("write")));
    }

    private static boolean isUnreadable(JsonNode node) {
        return !node.isMissingNode() && !node.isNull() && !node.isObject();
    }

    private static List<String> names(JsonNode names) {
        if (names.isMissingNode() || names.isNull()) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        if (names.isArray()) {
            names.forEach(name -> all.add(name.isTextual() ? name.textValue() : JsonText.compact(name)));
        } else {
            all.add(JsonText.compact(names));
        }
        return all;
    }

    /** The fields of targets that require this feature of readers and of writers as well, or no longer do. */
    static UnknownFields with(UnknownFields signed, String feature, boolean required) {
        ObjectNode custom = signed.get("custom")
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseGet(JsonNodeFactory.instance::objectNode);
        RequiredFeatures present = of(signed);
        ObjectNode requires = JsonNodeFactory.instance.objectNode();
        boolean read = write(requires.putArray("read"), present.read, feature, required);
        boolean write = write(requires.putArray("write"), present.write, feature, required);
        if (read || write) {
            custom.set("requires", requires);
        } else {
            custom.remove("requires");
        }
        return custom.isEmpty() ? signed.without("custom") : signed.with("custom", custom);
    }

    private static boolean write(ArrayNode array, List<String> present, String feature, boolean required) {
        Set<String> names = new TreeSet<>(present);
        if (required) {
            names.add(feature);
        } else {
            names.remove(feature);
        }
        names.forEach(array::add);
        return !names.isEmpty();
    }

    void checkReader(String document) throws TrustException {
        check(document, read, "readers");
    }

    void checkWriter(String document) throws TrustException {
        check(document, write, "writers");
    }

    private static void check(String document, List<String> names, String of) throws TrustException {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw new TrustException.NeedsFeature(document, name, of);
            }
        }
    }
}
