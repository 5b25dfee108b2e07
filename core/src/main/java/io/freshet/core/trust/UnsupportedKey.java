package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A key of a type or scheme that this version cannot verify with: kept when metadata is written again, else ignored. */
public final class UnsupportedKey implements Key {

    private final String type;
    private final String scheme;
    private final ObjectNode json;

    UnsupportedKey(String type, String scheme, ObjectNode json) {
        this.type = type;
        this.scheme = scheme;
        this.json = json;
    }

    @Override
    public ObjectNode toJson() {
        return json.deepCopy();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnsupportedKey key && json.equals(key.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return "key of type " + type + ", scheme " + scheme;
    }
}
