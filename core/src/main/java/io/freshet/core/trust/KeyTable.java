package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Keys by their ids. Each id is the one of its key: computed here, or checked while reading (clause 4.3, KEYID), where
 * what is listed under another is kept as a {@link MisfiledKey}.
 */
public final class KeyTable {

    private final SequencedMap<String, Key> keys;

    private KeyTable(SequencedMap<String, Key> keys) {
        this.keys = keys;
    }

    /** A table of these keys. */
    public static KeyTable of(Collection<? extends Key> keys) {
        SequencedMap<String, Key> byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(key.id(), key));
        return new KeyTable(byId);
    }

    /** Reads a table. */
    public static KeyTable read(JsonObject json) throws JsonException {
        SequencedMap<String, Key> byId = new LinkedHashMap<>();
        for (Map.Entry<String, JsonObject> member : json.members().entrySet()) {
            JsonObject entry = member.getValue();
            Key key = Key.read(entry);
            String id = entry.build(key::id);
            String listed = member.getKey();
            byId.put(listed, id.equals(listed) ? key : new MisfiledKey(listed, key));
        }
        return new KeyTable(byId);
    }

    /** The key with this id. */
    public Optional<Key> get(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** All of them, by id. */
    public Map<String, Key> byId() {
        return Collections.unmodifiableMap(keys);
    }

    /** A table of these and {@code more}. */
    KeyTable with(Key more) {
        SequencedMap<String, Key> all = new LinkedHashMap<>(keys);
        all.put(more.id(), more);
        return new KeyTable(all);
    }

    /** Those of these ids alone. */
    KeyTable only(Collection<String> ids) {
        SequencedMap<String, Key> some = new LinkedHashMap<>(keys);
        some.keySet().retainAll(ids);
        return new KeyTable(some);
    }

    /** The table as documents have it. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        keys.forEach((id, key) -> json.set(id, key.toJson()));
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyTable table && keys.equals(table.keys);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    @Override
    public String toString() {
        return keys.keySet().toString();
    }
}
