package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One role that targets are delegated to.
 *
 * @param name the role's name
 * @param role who signs for it
 * @param paths the targets that it may speak about
 * @param terminating whether no later role is asked about these paths
 */
public record Delegation(String name, Role role, List<PathPattern> paths, boolean terminating) {

    private static final Set<String> FIELDS = Set.of("name", "keyids", "threshold", "paths", "terminating");

    public Delegation {
        RoleName.requireDelegated(name);
        paths = List.copyOf(paths);
    }

    static Delegation read(JsonObject json) throws JsonException, TrustException {
        String name = json.string("name");
        if (json.has("path_hash_prefixes")) {
            throw new TrustException.UnsupportedDelegation(json.document(), "path_hash_prefixes", name);
        }
        Role role = Role.read(json, FIELDS);
        List<String> globs = json.strings("paths");
        boolean terminating = json.bool("terminating");
        return json.build(() -> {
            List<PathPattern> paths = new ArrayList<>();
            globs.forEach(glob -> paths.add(new PathPattern(glob)));
            return new Delegation(name, role, paths, terminating);
        });
    }

    /** Whether the role may speak about the target at {@code path}. */
    public boolean covers(String path) {
        return paths.stream().anyMatch(pattern -> pattern.matches(path));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name);
        role.writeTo(json);
        ArrayNode globs = json.putArray("paths");
        paths.forEach(pattern -> globs.add(pattern.glob()));
        json.put("terminating", terminating);
        return json;
    }
}
