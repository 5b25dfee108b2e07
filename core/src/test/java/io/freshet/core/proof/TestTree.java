package io.freshet.core.proof;

import io.freshet.core.Digest;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentTreeWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Component;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A component's content tree in memory. */
record TestTree(ContentTreeWriter.Root root, Map<Digest, byte[]> nodes) implements ContentCache {

    static TestTree of(List<Item> items) throws IOException {
        Map<Digest, byte[]> nodes = new HashMap<>();
        ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> nodes.put(id, plain));
        for (Item item : items) {
            writer.add(item);
        }
        return new TestTree(writer.finish(), nodes);
    }

    Component component() {
        return new Component("main", EntryPath.ROOT, 0, List.of(), root.id(), root.sums(), UnknownFields.NONE);
    }

    @Override
    public Optional<byte[]> get(Digest id) {
        return Optional.ofNullable(nodes.get(id));
    }

    @Override
    public void put(Digest id, byte[] plain) {}
}
