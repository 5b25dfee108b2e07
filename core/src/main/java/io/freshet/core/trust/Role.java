package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.index.EntryPath;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who signs for a role: at least {@code threshold} different keys of those listed.
 *
 * @param keyIds ids of the keys, each once
 * @param threshold how many of them must have signed, 1 or more
 * @param other fields that this version does not know
 */
public record Role(List<String> keyIds, int threshold, UnknownFields other) {

    static final Set<String> FIELDS = Set.of("keyids", "threshold");

    public Role {
        keyIds = List.copyOf(keyIds);
        if (threshold < 1) {
            throw new IllegalArgumentException("a threshold is 1 or more, not " + threshold);
        }
        if (new HashSet<>(keyIds).size() != keyIds.size()) {
            throw new IllegalArgumentException("a role lists the same key id twice");
        }
    }

    /** A role of these keys. */
    public Role(List<String> keyIds, int threshold) {
        this(keyIds, threshold, UnknownFields.NONE);
    }

    /** Reads the two fields of a role; {@code known} are those that the object has besides, as far as they are known. */
    static Role read(JsonObject json, Set<String> known) throws JsonException {
        List<String> keyIds = json.strings("keyids");
        int threshold = (int) json.integer("threshold", 1, Integer.MAX_VALUE);
        return json.build(() -> new Role(keyIds, threshold, json.unknown(known)));
    }

    /** The same of other keys. */
    Role with(List<String> nextIds, int nextThreshold) {
        return new Role(nextIds, nextThreshold, other);
    }

    /** The beginnings of its keys' ids, by which people tell them apart. */
    public String shortIds() {
        return keyIds.stream()
                .map(id -> EntryPath.printable(id.substring(0, Math.min(12, id.length()))))
                .collect(Collectors.joining(", "));
    }

    boolean sameKeys(Role that) {
        return threshold == that.threshold && Set.copyOf(keyIds).equals(Set.copyOf(that.keyIds));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        writeTo(json);
        return json;
    }

    void writeTo(ObjectNode json) {
        ArrayNode ids = json.putArray("keyids");
        keyIds.forEach(ids::add);
        json.put("threshold", (long) threshold);
        other.writeTo(json);
    }
}
