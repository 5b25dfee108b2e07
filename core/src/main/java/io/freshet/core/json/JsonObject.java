package io.freshet.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * An object of a document that was read, with its place in it, so that every error can name the place. A field that
 * holds null counts as absent, as far as this reads it.
 */
public final class JsonObject {

    /** The largest integer that every JSON reader represents exactly: 2^53 − 1. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    private final String document;
    private final String pointer;
    private final ObjectNode node;

    JsonObject(String document, String pointer, ObjectNode node) {
        this.document = document;
        this.pointer = pointer;
        this.node = node;
    }

    /** What the document is called. */
    public String document() {
        return document;
    }

    /** The names of all fields, in the document's order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Whether the field is there and is not null. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** The string in {@code field}. */
    public String string(String field) throws JsonException {
        JsonNode value = required(field);
        if (!value.isTextual()) {
            throw invalid(field, "must be a string");
        }
        return value.textValue();
    }

    /** The string in {@code field}, if the field is there. */
    public Optional<String> optionalString(String field) throws JsonException {
        return has(field) ? Optional.of(string(field)) : Optional.empty();
    }

    /** The SHA-256 in {@code field}: 64 lower-case hexadecimal digits. */
    public Digest digest(String field) throws JsonException {
        String hex = string(field);
        try {
            return Digest.parse(hex);
        } catch (IllegalArgumentException e) {
            throw invalid(field, "must be a SHA-256 in 64 lower-case hexadecimal digits");
        }
    }

    /** The boolean in {@code field}. */
    public boolean bool(String field) throws JsonException {
        JsonNode value = required(field);
        if (!value.isBoolean()) {
            throw invalid(field, "must be true or false");
        }
        return value.booleanValue();
    }

    /** The integer in {@code field}, from {@code min} to {@code max}; {@code 1.0} and {@code 1e0} are none. */
    public long integer(String field, long min, long max) throws JsonException {
        JsonNode value = required(field);
        if (!value.isIntegralNumber()) {
            throw invalid(field, "must be an integer");
        }
        if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
            throw invalid(field, "must be an integer from " + min + " to " + max + ", not " + value.asText());
        }
        return value.longValue();
    }

    /** The object in {@code field}. */
    public JsonObject object(String field) throws JsonException {
        return objectAt(pointerTo(field), required(field));
    }

    /** The object in {@code field}, if the field is there. */
    public Optional<JsonObject> optionalObject(String field) throws JsonException {
        return has(field) ? Optional.of(object(field)) : Optional.empty();
    }

    /** The array of objects in {@code field}. */
    public List<JsonObject> objects(String field) throws JsonException {
        JsonNode array = array(field);
        List<JsonObject> objects = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            objects.add(objectAt(pointerTo(field) + "/" + i, array.get(i)));
        }
        return objects;
    }

    /** The array of strings in {@code field}. */
    public List<String> strings(String field) throws JsonException {
        JsonNode array = array(field);
        List<String> strings = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (!array.get(i).isTextual()) {
                throw new JsonException.Invalid(document, pointerTo(field) + "/" + i, "must be a string");
            }
            strings.add(array.get(i).textValue());
        }
        return strings;
    }

    /** All fields of this object, each of which must hold an object: for objects that are used as tables. */
    public SequencedMap<String, JsonObject> members() throws JsonException {
        SequencedMap<String, JsonObject> members = new LinkedHashMap<>();
        for (String name : names()) {
            members.put(name, object(name));
        }
        return members;
    }

    /** All fields of this object, each of which must hold a string. */
    public SequencedMap<String, String> stringMembers() throws JsonException {
        SequencedMap<String, String> members = new LinkedHashMap<>();
        for (String name : names()) {
            members.put(name, string(name));
        }
        return members;
    }

    /** The fields other than {@code known}, those that hold null included. */
    public UnknownFields unknown(Set<String> known) {
        return UnknownFields.without(node, known);
    }

    /** A copy of the whole object. */
    public ObjectNode copy() {
        return node.deepCopy();
    }

    /** An error that names {@code field} as the place. */
    public JsonException.Invalid invalid(String field, String problem) {
        return new JsonException.Invalid(document, pointerTo(field), problem);
    }

    /** An error that names this object as the place. */
    public JsonException.Invalid invalid(String problem) {
        return new JsonException.Invalid(document, pointer, problem);
    }

    /**
     * What {@code make} returns; where it refuses its arguments (as records do, by {@code IllegalArgumentException}),
     * an error that names this object as the place.
     */
    public <T> T build(Maker<T> make) throws JsonException {
        try {
            return make.make();
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /** Makes a value out of fields of an object. */
    @FunctionalInterface
    public interface Maker<T> {

        /**
         * Makes the value.
         *
         * @throws IllegalArgumentException if the fields can't be such a value
         */
        T make() throws JsonException;
    }

    private JsonNode required(String field) throws JsonException {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw invalid(field, "is missing");
        }
        return value;
    }

    private JsonNode array(String field) throws JsonException {
        JsonNode value = required(field);
        if (!value.isArray()) {
            throw invalid(field, "must be an array");
        }
        return value;
    }

    private JsonObject objectAt(String place, JsonNode value) throws JsonException {
        if (value instanceof ObjectNode object) {
            return new JsonObject(document, place, object);
        }
        throw new JsonException.Invalid(document, place, "must be an object");
    }

    private String pointerTo(String field) {
        return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
    }
}
