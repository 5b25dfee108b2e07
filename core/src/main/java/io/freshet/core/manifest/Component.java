package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.NodeSums;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A part of a snapshot.
 *
 * @param name letters, digits, {@code -} and {@code _}
 * @param root where it lies in the tree
 * @param priority parts with lower numbers are fetched first
 * @param requires names of parts without which this one is of no use
 * @param contentRoot id of its content tree's root
 * @param sums how many paths, chunks and bytes it has
 */
public record Component(
        String name,
        EntryPath root,
        int priority,
        List<String> requires,
        Digest contentRoot,
        NodeSums sums,
        UnknownFields unknown) {

    private static final Set<String> FIELDS =
            Set.of("name", "root", "priority", "requires", "contentRoot", "paths", "chunks", "bytes");

    /** @throws IllegalArgumentException if the name is none */
    public Component {
        requires = List.copyOf(requires);
        if (!name.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException("\"" + name + "\" is no name for a component: lower-case letters,"
                    + " digits, - and _, at most 63 of them, the first a letter or digit");
        }
    }

    /** Bytes of all the files of these components together. */
    public static long bytes(Collection<Component> components) {
        return components.stream().mapToLong(c -> c.sums.bytes()).sum();
    }

    static Component read(JsonObject json) throws JsonException {
        NodeSums sums = new NodeSums(
                json.integer("paths", 1, JsonObject.MAX_INTEGER),
                json.integer("chunks", 0, JsonObject.MAX_INTEGER),
                json.integer("bytes", 0, JsonObject.MAX_INTEGER));
        String name = json.string("name");
        String root = json.string("root");
        int priority = (int) json.integer("priority", Integer.MIN_VALUE, Integer.MAX_VALUE);
        List<String> requires = json.strings("requires");
        Digest contentRoot = json.digest("contentRoot");
        return json.build(() ->
                new Component(name, new EntryPath(root), priority, requires, contentRoot, sums, json.unknown(FIELDS)));
    }

    void write(ObjectNode json) {
        json.put("name", name).put("root", root.value()).put("priority", priority);
        ArrayNode names = json.putArray("requires");
        requires.forEach(names::add);
        json.put("contentRoot", contentRoot.toString());
        json.put("paths", sums.paths()).put("chunks", sums.chunks()).put("bytes", sums.bytes());
        unknown.writeTo(json);
    }
}
