package io.freshet.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** The fields of an object that its reader does not know: kept as they are, and written again with the rest. */
public final class UnknownFields {

    /** None at all. */
    public static final UnknownFields NONE = new UnknownFields(JsonNodeFactory.instance.objectNode());

    private final ObjectNode fields;

    private UnknownFields(ObjectNode fields) {
        this.fields = fields;
    }

    /** All of {@code fields}. */
    public static UnknownFields of(ObjectNode fields) {
        return fields.isEmpty() ? NONE : new UnknownFields(fields.deepCopy());
    }

    static UnknownFields without(ObjectNode object, Set<String> known) {
        ObjectNode rest = null;
        for (var field : object.properties()) {
            if (!known.contains(field.getKey())) {
                rest = rest == null ? JsonNodeFactory.instance.objectNode() : rest;
                rest.set(field.getKey(), field.getValue());
            }
        }
        return rest == null ? NONE : new UnknownFields(rest);
    }

    /** A copy of the value of one of them. */
    public Optional<JsonNode> get(String name) {
        return Optional.ofNullable(fields.get(name)).map(JsonNode::deepCopy);
    }

    /** The one called {@code name}, which must be an object if it is there. */
    public Optional<JsonObject> object(String document, String name) throws JsonException {
        JsonNode value = fields.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(new JsonObject(document, "/" + name, object));
        }
        throw new JsonException.Invalid(document, "/" + name, "must be an object");
    }

    /** The same with {@code name} set to {@code value}. */
    public UnknownFields with(String name, JsonNode value) {
        ObjectNode changed = fields.deepCopy();
        changed.set(name, value);
        return new UnknownFields(changed);
    }

    /** The same without {@code name}. */
    public UnknownFields without(String name) {
        ObjectNode changed = fields.deepCopy();
        changed.remove(name);
        return of(changed);
    }

    /** Adds a copy of each to {@code target}. */
    public void writeTo(ObjectNode target) {
        for (var field : fields.properties()) {
            target.set(field.getKey(), field.getValue().deepCopy());
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnknownFields unknown && fields.equals(unknown.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return JsonText.compact(fields);
    }
}
