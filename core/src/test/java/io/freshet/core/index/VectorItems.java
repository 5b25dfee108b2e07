package io.freshet.core.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Items as the vectors write them. */
final class VectorItems {

    private VectorItems() {}

    /** Takes items one after the other. */
    interface Taker {
        void take(Item item) throws IOException;
    }

    static List<Item> list(JsonNode items) throws IOException {
        List<Item> list = new ArrayList<>();
        each(items, list::add);
        return list;
    }

    static void each(JsonNode items, Taker taker) throws IOException {
        for (JsonNode item : items) {
            each(item, item.path("count").asInt(1), taker);
        }
    }

    private static void each(JsonNode item, int count, Taker taker) throws IOException {
        if (item.has("files")) {
            for (int i = 0; i < count; i++) {
                EntryPath path = new EntryPath(item.get("files").textValue() + "%05d".formatted(i));
                taker.take(new Item.File(path, 0644, 0, List.of()));
            }
        } else if (item.has("chunks")) {
            String label = item.get("chunks").textValue();
            for (int i = 0; i < count; i++) {
                taker.take(chunk(item, numbered(label, i)));
            }
        } else if (item.has("chunk")) {
            Digest id = Digest.parse(item.get("chunk").textValue());
            for (int i = 0; i < count; i++) {
                taker.take(chunk(item, id));
            }
        } else {
            taker.take(single(item));
        }
    }

    private static Item single(JsonNode item) {
        if (item.has("directory")) {
            return new Item.Directory(path(item, "directory"), mode(item), extensions(item));
        }
        if (item.has("file")) {
            return new Item.File(
                    path(item, "file"), mode(item), item.get("size").longValue(), extensions(item));
        }
        if (item.has("link")) {
            return new Item.Link(path(item, "link"), item.get("target").textValue(), extensions(item));
        }
        return item.has("zeros")
                ? new Item.Zeros(item.get("zeros").longValue())
                : new Item.Inline(Vectors.hex(item, "inline"));
    }

    private static Item.Chunk chunk(JsonNode item, Digest id) {
        return new Item.Chunk(
                id, item.get("size").intValue(), item.path("grain").asInt());
    }

    private static Digest numbered(String label, long number) {
        byte[] text = label.getBytes(StandardCharsets.UTF_8);
        return Digest.of(new ByteWriter(text.length + 8).raw(text).u64(number).toBytes());
    }

    private static EntryPath path(JsonNode item, String field) {
        return new EntryPath(item.get(field).textValue());
    }

    private static int mode(JsonNode item) {
        return Integer.parseInt(item.get("mode").textValue(), 8);
    }

    private static List<Extension> extensions(JsonNode item) {
        List<Extension> extensions = new ArrayList<>();
        item.path("extensions")
                .forEach(each ->
                        extensions.add(new Extension(each.get("number").intValue(), Vectors.hex(each, "value"))));
        return extensions;
    }
}
