package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.ModifiedAt;
import io.freshet.core.manifest.Manifest;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.dedupe.StoreBlobs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a snapshot back into a directory, by the specification and as simply as can be. */
final class TestRestorer {

    private final ObjectStore store;

    TestRestorer(ObjectStore store) {
        this.store = store;
    }

    /** Restores all components below {@code into}. */
    void restore(PublishedSnapshot snapshot, Path into) throws IOException {
        restore(snapshot.manifest(), snapshot.root(), into);
    }

    /** The same, by what a pointer names. */
    void restore(Manifest manifest, LocationRoot location, Path into) throws IOException {
        try (StoreBlobs blobs = new StoreBlobs(store);
                DeltaReader frames = new DeltaReader(store, location)) {
            for (LocationRoot.Component component : location.components()) {
                Path root = into.resolve(manifest.component(component.name())
                        .orElseThrow()
                        .root()
                        .value());
                Writer writer = new Writer(root, frames);
                new IndexWalk(blobs, ContentCache.NONE).walk(component, writer);
                writer.end();
            }
        }
    }

    private static final class Writer implements LeafVisitor {

        private final Path root;
        private final DeltaReader frames;
        private final TreeMap<Path, Item.Path> modes = new TreeMap<>();
        private final Map<Path, ModifiedAt> times = new HashMap<>();
        private OutputStream out = OutputStream.nullOutputStream();

        Writer(Path root, DeltaReader frames) {
            this.root = root;
            this.frames = frames;
        }

        @Override
        public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
            LocationNode.Leaf leaf = places.get();
            ChunkPlaces chunks = new ChunkPlaces(leaf);
            List<ModifiedAt> leafTimes = new ArrayList<>(leaf.times());
            for (Item item : content.items()) {
                switch (item) {
                    case Item.Path path -> {
                        path(path);
                        if (!leafTimes.isEmpty()) {
                            times.put(root.resolve(path.path().value()), leafTimes.removeFirst());
                        }
                    }
                    case Item.Inline inline -> out.write(inline.bytes());
                    case Item.Zeros zeros -> out.write(new byte[(int) zeros.length()]);
                    case Item.Chunk chunk -> {
                        chunks.next(chunk.size());
                        byte[] frame = frames.read(chunks.frame());
                        int from = chunks.frame().start(chunks.member());
                        if (!Digest.of(frame, from, chunk.size()).equals(chunk.id())) {
                            throw new IOException("a chunk has other bytes");
                        }
                        out.write(frame, from, chunk.size());
                    }
                }
            }
            chunks.end();
        }

        private void path(Item.Path item) throws IOException {
            out.close();
            Path path = root.resolve(item.path().value());
            switch (item) {
                case Item.Directory directory -> Files.createDirectories(path);
                case Item.File file -> out = Files.newOutputStream(path);
                case Item.Link link -> Files.createSymbolicLink(path, Path.of(link.target()));
            }
            modes.put(path, item);
        }

        void end() throws IOException {
            out.close();
            for (Map.Entry<Path, Item.Path> entry : modes.descendingMap().entrySet()) {
                if (!(entry.getValue() instanceof Item.Link)) {
                    Files.setAttribute(
                            entry.getKey(), "unix:mode", entry.getValue().mode(), LinkOption.NOFOLLOW_LINKS);
                    ModifiedAt time = times.get(entry.getKey());
                    if (time != null) {
                        Files.setLastModifiedTime(
                                entry.getKey(), FileTime.from(Instant.ofEpochSecond(time.seconds(), time.nanos())));
                    }
                }
            }
        }
    }
}
