package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A key of a type that is known, but malformed: no key of that type. Kept when metadata is written again, else ignored,
 * so that one bad key takes down no role that can do without it.
 */
public final class InvalidKey implements Key {

    private final String problem;
    private final ObjectNode json;

    InvalidKey(String problem, ObjectNode json) {
        this.problem = problem;
        this.json = json;
    }

    /** What is wrong with it. */
    public String problem() {
        return problem;
    }

    @Override
    public ObjectNode toJson() {
        return json.deepCopy();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InvalidKey key && json.equals(key.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return "malformed key (" + problem + ")";
    }
}
