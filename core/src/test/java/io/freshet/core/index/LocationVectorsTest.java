package io.freshet.core.index;

import static io.freshet.core.testing.Vectors.digest;
import static io.freshet.core.testing.Vectors.each;
import static io.freshet.core.testing.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.pack.Codec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Location nodes, location roots and pack lists are those of the vectors, which were made without this code. */
class LocationVectorsTest {

    private static final String FILE = "index/location.json";

    @TestFactory
    Stream<DynamicTest> nodesAreRead() throws IOException {
        return each(
                FILE,
                "nodes",
                vector -> assertThat(LocationNode.read(
                                digest(vector, "digest"),
                                digest(vector, "content"),
                                digest(vector, "own"),
                                hex(vector, "plain")))
                        .isEqualTo(node(vector, digest(vector, "own"))));
    }

    @TestFactory
    Stream<DynamicTest> nodesAreWrittenToTheByte() throws IOException {
        // While a node is written, the pack in which it will lie has no name.
        return each(
                FILE,
                "nodes",
                vector -> assertThat(node(vector, Digest.ZERO).toBytes()).isEqualTo(hex(vector, "plain")));
    }

    @TestFactory
    Stream<DynamicTest> rootsAreReadAndWritten() throws IOException {
        return each(FILE, "roots", vector -> {
            LocationRoot read =
                    LocationRoot.read(digest(vector, "digest"), digest(vector, "own"), hex(vector, "plain"));
            assertThat(read).isEqualTo(root(vector, digest(vector, "own")));
            assertThat(root(vector, Digest.ZERO).toBytes()).isEqualTo(hex(vector, "plain"));
        });
    }

    @TestFactory
    Stream<DynamicTest> packListsAreReadAndWritten() throws IOException {
        return each(FILE, "lists", vector -> {
            List<PackUse> packs = map(vector.get("packs"), use -> {
                int kind = use.get("kind").intValue();
                return new PackUse(
                        digest(use, "pack"),
                        use.get("size").longValue(),
                        use.get("used").longValue(),
                        (kind & 1) != 0,
                        (kind & 2) != 0);
            });
            PackList list = new PackList(vector.get("newBytes").longValue(), packs);
            assertThat(PackList.read(digest(vector, "digest"), hex(vector, "plain")))
                    .isEqualTo(list);
            assertThat(list.toBytes()).isEqualTo(hex(vector, "plain"));
        });
    }

    @TestFactory
    Stream<DynamicTest> basesNodesAreReadAndWritten() throws IOException {
        return each(FILE, "bases", vector -> {
            BasesNode read = BasesNode.read(digest(vector, "digest"), hex(vector, "plain"));
            assertThat(read).usingRecursiveComparison().isEqualTo(bases(vector));
            assertThat(bases(vector).toBytes()).isEqualTo(hex(vector, "plain"));
        });
    }

    @TestFactory
    Stream<DynamicTest> hostileOnesAreRefused() throws IOException {
        return each(
                FILE,
                "hostile",
                vector -> assertThatExceptionOfType(FormatException.class)
                        .isThrownBy(() -> read(vector))
                        .withMessageContaining(vector.get("error").textValue()));
    }

    private static void read(JsonNode vector) throws FormatException {
        Digest digest = digest(vector, "digest");
        byte[] plain = hex(vector, "plain");
        switch (vector.get("kind").textValue()) {
            case "node" -> LocationNode.read(digest, digest(vector, "content"), digest(vector, "own"), plain);
            case "root" -> LocationRoot.read(digest, digest(vector, "own"), plain);
            case "bases" -> BasesNode.read(digest, plain);
            default -> PackList.read(digest, plain);
        }
    }

    private static LocationNode node(JsonNode vector, Digest own) {
        Digest content = digest(vector, "content");
        Digest named = digest(vector, "own");
        return vector.has("children")
                ? new LocationNode.Branch(
                        content,
                        vector.get("level").intValue(),
                        map(
                                vector.get("children"),
                                child -> new LocationNode.Child(
                                        place(child.get("content"), named, own),
                                        place(child.get("location"), named, own),
                                        digest(child, "digest"),
                                        map(child.get("deltas"), delta -> delta(delta, named, own)))))
                : new LocationNode.Leaf(
                        content,
                        map(vector.get("frames"), frame -> frame(frame, named, own)),
                        map(vector.get("runs"), run -> new ChunkRun(number(run, 0), number(run, 1), number(run, 2))),
                        new LeafDeltas(
                                map(vector.get("deltaFrames"), frame -> frame(frame, named, own)),
                                deltaRuns(vector.get("deltaRuns"))),
                        map(vector.get("times"), t -> new ModifiedAt(t.get(0).longValue(), number(t, 1))));
    }

    private static FrameRow frame(JsonNode frame, Digest named, Digest own) {
        int[] lengths = StreamSupport.stream(frame.get("lengths").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
        return new FrameRow(
                pack(frame, named, own),
                frame.get("offset").longValue(),
                frame.get("stored").intValue(),
                codec(frame),
                lengths);
    }

    private static List<DeltaRun> deltaRuns(JsonNode rows) {
        List<DeltaRun> runs = new ArrayList<>();
        int chunk = 0;
        for (JsonNode row : rows) {
            chunk += number(row, 0);
            runs.add(new DeltaRun(chunk, number(row, 1), number(row, 2), number(row, 3)));
            chunk += number(row, 1);
        }
        return runs;
    }

    private static BasesNode bases(JsonNode vector) {
        return new BasesNode(
                map(vector.get("frames"), frame -> frame(frame, Digest.ZERO, Digest.ZERO)),
                map(
                        vector.get("deltas"),
                        delta -> new BasesNode.Bases(
                                digest(delta, "pack"),
                                delta.get("offset").longValue(),
                                map(delta.get("bases"), base -> number(base, 0)).stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray(),
                                map(delta.get("bases"), base -> number(base, 1)).stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray(),
                                map(delta.get("bases"), LocationVectorsTest::word).stream()
                                        .mapToLong(Long::longValue)
                                        .toArray())));
    }

    private static long word(JsonNode base) {
        return Digest.parse(base.get(2).textValue() + "00".repeat(24)).word(0);
    }

    private static LocationRoot root(JsonNode vector, Digest own) {
        Digest named = digest(vector, "own");
        return new LocationRoot(
                map(
                        vector.get("components"),
                        c -> new LocationRoot.Component(
                                c.get("name").textValue(),
                                digest(c, "contentRoot"),
                                place(c.get("content"), named, own),
                                place(c.get("location"), named, own),
                                digest(c, "digest"),
                                map(
                                        c.get("bases"),
                                        bases -> new BasesPlace(
                                                place(bases.get("place"), named, own),
                                                digest(bases, "digest"),
                                                bases.get("depth").intValue(),
                                                bases.get("stored").longValue(),
                                                bases.get("bases").intValue())))),
                map(
                        vector.get("ancestors"),
                        a -> new LocationRoot.Ancestor(
                                a.get("sequence").longValue(),
                                digest(a, "manifest"),
                                map(
                                        a.get("components"),
                                        c -> new LocationRoot.ContentRoot(
                                                c.get("name").textValue(), digest(c, "contentRoot"))))),
                place(vector.get("packList"), named, own),
                digest(vector, "packListDigest"));
    }

    private static BlobPlace place(JsonNode place, Digest named, Digest own) {
        return new BlobPlace(
                pack(place, named, own),
                place.get("offset").longValue(),
                place.get("stored").intValue(),
                place.get("plain").intValue(),
                codec(place));
    }

    private static ContentDelta delta(JsonNode delta, Digest named, Digest own) {
        return new ContentDelta(
                map(delta.get("bases"), base -> Digest.parse(base.textValue())),
                pack(delta, named, own),
                delta.get("offset").longValue(),
                delta.get("stored").intValue());
    }

    private static Digest pack(JsonNode place, Digest named, Digest own) {
        Digest pack = digest(place, "pack");
        return pack.equals(named) ? own : pack;
    }

    private static Codec codec(JsonNode vector) {
        int number = vector.get("codec").intValue();
        return Stream.of(Codec.values())
                .filter(codec -> codec.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static int number(JsonNode list, int index) {
        return list.get(index).intValue();
    }

    private static <T> List<T> map(JsonNode list, Function<JsonNode, T> make) {
        List<T> made = new ArrayList<>();
        list.forEach(each -> made.add(make.apply(each)));
        return made;
    }
}
