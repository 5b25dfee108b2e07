package io.freshet.fetcher.testing;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.chunk.FileCutter;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.ContentSink;
import io.freshet.core.index.ContentTreeWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafPlacer;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.ModifiedAt;
import io.freshet.core.index.NodeSums;
import io.freshet.core.index.PackList;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.Source;
import io.freshet.core.pack.BlobKind;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes a snapshot of trees as the format has it: data packs first, then one pack with all of its index. */
final class SnapshotWriter {

    private final Profile profile;
    private final DataPacks data;
    private final PackWriter index = new PackWriter(64 << 20);
    private final FrameCompressor compressor = FrameCompressor.atLevel(1);
    private final Map<String, byte[]> objects;

    private final List<LocationRoot.Ancestor> ancestors;
    private final UnaryOperator<List<TestBases>> tamper;

    /**
     * @param ancestors the snapshots before, the newest first
     * @param tamper changes what the bases nodes of each component say
     */
    SnapshotWriter(
            Map<String, byte[]> objects,
            Profile profile,
            DataPacks data,
            List<LocationRoot.Ancestor> ancestors,
            UnaryOperator<List<TestBases>> tamper) {
        this.objects = objects;
        this.profile = profile;
        this.data = data;
        this.ancestors = ancestors;
        this.tamper = tamper;
    }

    /** A manifest, and where the location root lies. */
    record Written(Manifest manifest, LocationRef location, LocationRoot root) {}

    /** A part of a snapshot. */
    record Part(String name, EntryPath root, int priority, List<String> requires, TestTree tree) {}

    Written write(List<Part> parts) throws IOException {
        List<Component> components = new ArrayList<>();
        List<LocationRoot.Component> places = new ArrayList<>();
        BasesWriter bases = new BasesWriter(data, tamper, this::blob);
        for (Part part : parts) {
            Map<EntryPath, List<Item>> pieces = cut(part.tree());
            data.flush();
            TreeNodes nodes = new TreeNodes();
            ContentTreeWriter.Root root = writeTree(part.tree(), pieces, nodes);
            LocationNode.Child child = nodes.done.pop();
            components.add(new Component(
                    part.name(),
                    part.root(),
                    part.priority(),
                    part.requires(),
                    root.id(),
                    root.sums(),
                    UnknownFields.NONE));
            places.add(new LocationRoot.Component(
                    part.name(),
                    root.id(),
                    child.contentPlace(),
                    child.locationPlace(),
                    child.location(),
                    bases.write(nodes.only)));
        }
        return finish(components, places);
    }

    /** Writes a snapshot of one leaf with these entries, whatever they are. */
    Written writeEntries(List<byte[]> entries) throws IOException {
        ByteWriter plain =
                new ByteWriter(1024).magic("FRCN", 1).u8(0).noFeatures().varint(entries.size());
        entries.forEach(plain::bytes);
        Digest id = merkle(entries);
        TreeNodes nodes = new TreeNodes();
        nodes.node(0, id, plain.toBytes(), 0);
        LocationNode.Child child = nodes.done.pop();
        Component component = new Component(
                "main", EntryPath.ROOT, 0, List.of(), id, new NodeSums(entries.size(), 0, 0), UnknownFields.NONE);
        return finish(
                List.of(component),
                List.of(new LocationRoot.Component(
                        "main", id, child.contentPlace(), child.locationPlace(), child.location())));
    }

    /** The id of a leaf, as section 4 of the format has it. */
    private static Digest merkle(List<byte[]> entries) {
        if (entries.size() == 1) {
            return Digest.of(
                    new ByteWriter(64).u8(0).u8(0).raw(entries.getFirst()).toBytes());
        }
        int half = Integer.highestOneBit(entries.size() - 1);
        Digest left = merkle(entries.subList(0, half));
        Digest right = merkle(entries.subList(half, entries.size()));
        return Digest.of(
                new ByteWriter(66).u8(1).u8(0).digest(left).digest(right).toBytes());
    }

    private Written finish(List<Component> components, List<LocationRoot.Component> places) throws IOException {
        byte[] list = new PackList(0, data.uses()).toBytes();
        BlobPlace listPlace = blob(BlobKind.PACK_LIST, list, Digest.of(list));
        byte[] root = new LocationRoot(places, ancestors, listPlace, Digest.of(list)).toBytes();
        BlobPlace rootPlace = blob(BlobKind.LOCATION_ROOT, root, Digest.of(root));
        Pack pack = index.finish();
        store(objects, pack);
        compressor.close();
        Manifest manifest = new Manifest(
                Source.UNKNOWN,
                Consistency.STOPPED,
                Instant.parse("2026-11-23T00:00:00Z"),
                "test",
                profile,
                components,
                Optional.empty(),
                UnknownFields.NONE);
        LocationRef location = new LocationRef(rootPlace.in(pack.name()), Digest.of(root));
        return new Written(manifest, location, LocationRoot.read(Digest.of(root), pack.name(), root));
    }

    static void store(Map<String, byte[]> objects, Pack pack) {
        ByteBuffer all = ByteBuffer.allocate((int) pack.length());
        pack.bytes().forEach(part -> all.put(part.duplicate()));
        objects.put(Pack.path(pack.name()), all.array());
    }

    /** Cuts all files; chunks that are in no pack yet go into one. */
    private Map<EntryPath, List<Item>> cut(TestTree tree) {
        Map<EntryPath, List<Item>> pieces = new HashMap<>();
        tree.nodes().forEach((path, node) -> {
            if (node instanceof TestTree.Node.File file) {
                List<TestTree.Base> bases =
                        file.base().map(base -> chunks(path, base)).orElse(List.of());
                pieces.put(path, cut(path, file.bytes(), bases));
            }
        });
        return pieces;
    }

    private List<TestTree.Base> chunks(EntryPath path, TestTree.Base base) {
        byte[] bytes = base.bytes();
        List<TestTree.Base> chunks = new ArrayList<>();
        FileCutter cutter = new FileCutter(profile.chunkerFor(path.value()), profile.gear());
        cutter.window(bytes, 0, bytes.length, true);
        for (FileCutter.Step step = cutter.next(); step != FileCutter.Step.END; step = cutter.next()) {
            if (step == FileCutter.Step.CHUNK) {
                byte[] chunk = Arrays.copyOfRange(bytes, cutter.at(), cutter.at() + cutter.length());
                chunks.add(new TestTree.Base(chunk, base.only()));
            }
        }
        return chunks;
    }

    private List<Item> cut(EntryPath path, byte[] bytes, List<TestTree.Base> bases) {
        if (bytes.length == 0) {
            return List.of();
        }
        if (profile.inline(bytes.length)) {
            return List.of(new Item.Inline(bytes));
        }
        List<Item> items = new ArrayList<>();
        FileCutter cutter = new FileCutter(profile.chunkerFor(path.value()), profile.gear());
        cutter.window(bytes, 0, bytes.length, true);
        int number = 0;
        for (FileCutter.Step step = cutter.next(); step != FileCutter.Step.END; step = cutter.next()) {
            switch (step) {
                case ZEROS -> items.add(new Item.Zeros(cutter.zeros()));
                case CHUNK -> {
                    Digest id = Digest.of(bytes, cutter.at(), cutter.length());
                    items.add(new Item.Chunk(id, cutter.length(), cutter.grain()));
                    Optional<TestTree.Base> base = bases.stream().skip(number).findFirst();
                    data.add(id, bytes, cutter.at(), cutter.length(), base);
                    number++;
                }
                case MORE, END -> throw new IllegalStateException("the window is the whole file");
            }
        }
        return items;
    }

    private ContentTreeWriter.Root writeTree(TestTree tree, Map<EntryPath, List<Item>> pieces, TreeNodes nodes)
            throws IOException {
        ContentTreeWriter writer = new ContentTreeWriter(nodes);
        for (Map.Entry<EntryPath, TestTree.Node> entry : tree.nodes().entrySet()) {
            EntryPath path = entry.getKey();
            switch (entry.getValue()) {
                case TestTree.Node.Directory directory -> {
                    Instant time = TestTree.timeOfDirectory(path);
                    nodes.placer.time(new ModifiedAt(time.getEpochSecond(), time.getNano()));
                    writer.add(new Item.Directory(path, directory.mode(), List.of()));
                }
                case TestTree.Node.Link link -> {
                    nodes.placer.time(new ModifiedAt(0, 0));
                    writer.add(new Item.Link(path, link.target(), List.of()));
                }
                case TestTree.Node.File file -> {
                    Instant time = file.time();
                    nodes.placer.time(new ModifiedAt(time.getEpochSecond(), time.getNano()));
                    writer.add(new Item.File(path, file.mode(), file.bytes().length, List.of()));
                    for (Item item : pieces.get(path)) {
                        if (item instanceof Item.Chunk chunk) {
                            nodes.place(chunk.id());
                        }
                        writer.add(item);
                    }
                }
            }
        }
        return writer.finish();
    }

    private BlobPlace blob(BlobKind kind, byte[] plain, Digest digest) {
        byte[] out = new byte[FrameCompressor.bound(plain.length)];
        int stored = compressor.compress(plain, 0, plain.length, out, 0);
        long offset = index.addBlob(out, 0, stored, Codec.ZSTD, kind, plain.length, digest, List.of());
        return new BlobPlace(Digest.ZERO, offset, stored, plain.length, Codec.ZSTD);
    }

    /** Writes each content node and the location node beside it. */
    private final class TreeNodes implements ContentSink {
        final LeafPlacer placer = new LeafPlacer();
        final Deque<LocationNode.Child> done = new ArrayDeque<>();
        /** Delta frames that are the only place of a chunk. */
        final Set<FrameRow> only = new LinkedHashSet<>();

        void place(Digest chunk) {
            DataPacks.Place place = data.place(chunk);
            placer.place(place.frame(), place.member());
            if (place.frame().codec() == Codec.DELTA) {
                only.add(place.frame());
            }
            data.delta(chunk).ifPresent(delta -> placer.placeDelta(delta.frame(), delta.member()));
        }

        @Override
        public void node(int level, Digest id, byte[] plain, int children) {
            BlobPlace content = blob(BlobKind.CONTENT_NODE, plain, id);
            LocationNode node;
            if (level == 0) {
                node = placer.finish(id);
            } else {
                Deque<LocationNode.Child> own = new ArrayDeque<>();
                for (int i = 0; i < children; i++) {
                    own.push(done.pop());
                }
                node = new LocationNode.Branch(id, level, List.copyOf(own));
            }
            byte[] bytes = node.toBytes();
            BlobPlace location = blob(BlobKind.LOCATION_NODE, bytes, Digest.of(bytes));
            done.push(new LocationNode.Child(content, location, Digest.of(bytes)));
        }
    }
}
