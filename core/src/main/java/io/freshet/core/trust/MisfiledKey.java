package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A key that is listed under an id that is not its own (clause 4.3, KEYID): by that id it verifies nothing, or whoever
 * lists keys could have one key pass for another. Kept as it is listed when metadata is written again.
 *
 * @param id the id that it is listed under
 * @param key the key, which has another id
 */
public record MisfiledKey(String id, Key key) implements Key {

    public MisfiledKey {
        if (key.id().equals(id)) {
            throw new IllegalArgumentException("the key " + id + " is listed under its own id");
        }
    }

    @Override
    public ObjectNode toJson() {
        return key.toJson();
    }
}
