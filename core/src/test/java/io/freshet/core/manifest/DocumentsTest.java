package io.freshet.core.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.Digest;
import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.FileCutter;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.NodeSums;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.pack.Codec;
import io.freshet.core.trust.Signature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Manifests, pointers and descriptors come back as they were written, with what they say to others. */
class DocumentsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:05:00Z");
    private static final Digest SOME = Digest.of(new byte[] {1});

    @Test
    void manifestComesBack() throws IOException {
        Manifest manifest = manifest();
        assertEquals(manifest, Manifest.read("manifest", manifest.toBytes()));
        assertEquals(
                List.of("bootstrap", "state"),
                manifest.components().stream().map(Component::name).toList());
    }

    @Test
    void unknownFieldsSurvive() throws IOException {
        String text = text(manifest().toBytes())
                .replace("\"network\"", "\"colour\" : [ 1, { \"a\" : null } ], \"network\"")
                .replaceFirst("\"tool\"", "\"mood\" : \"good\", \"tool\"");
        byte[] again =
                Manifest.read("manifest", text.getBytes(StandardCharsets.UTF_8)).toBytes();
        assertTrue(text(again).contains("\"colour\""), text(again));
        assertTrue(text(again).contains("\"mood\""), text(again));
    }

    @Test
    void anUnknownRequiredFeatureIsRefusedByName() {
        String text = text(manifest().toBytes()).replaceFirst("\"read\" : \\[ ?\\]", "\"read\" : [ \"time-travel\" ]");
        UnsupportedFeature e = assertThrows(
                UnsupportedFeature.class, () -> Manifest.read("manifest 1", text.getBytes(StandardCharsets.UTF_8)));
        assertEquals("time-travel", e.feature());
    }

    @Test
    void whatWritersNeedBindsThemAndNotReaders() throws IOException {
        String manifest = text(manifest().toBytes()).replaceFirst("\"write\" : \\[ ?\\]", "\"write\" : [ \"resalt\" ]");
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        assertEquals(manifest(), Manifest.read("manifest 1", bytes));
        UnsupportedFeature e =
                assertThrows(UnsupportedFeature.class, () -> Manifest.readToSucceed("manifest 1", bytes));
        assertEquals("resalt", e.feature());

        Pointer pointer = new Pointer("a", release(1), Optional.empty(), 0, History.NONE);
        byte[] bound = text(pointer.toBytes())
                .replaceFirst("\"write\" : \\[ ?\\]", "\"write\" : [ \"resalt\" ]")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(pointer, Pointer.read("pointer", "a", bound));
        assertEquals(pointer, Pointer.readToSucceed("pointer", "a", pointer.toBytes()));
        e = assertThrows(UnsupportedFeature.class, () -> Pointer.readToSucceed("pointer", "a", bound));
        assertEquals("resalt", e.feature());
    }

    @Test
    void whatOnlyWritersHaveToKnowStopsNoReader() throws IOException {
        String text = text(manifest().toBytes())
                .replace("\"kind\" : \"fixed\"", "\"kind\" : \"btree\"")
                .replace("\"stopped\"", "\"quiesced\"");
        Manifest read = Manifest.read("manifest", text.getBytes(StandardCharsets.UTF_8));
        ChunkerSpec spec = read.profile().chunkerFor("db/mdbx.dat");
        assertEquals(new ChunkerSpec.Unknown("btree"), spec);
        assertEquals(Consistency.UNKNOWN, read.consistency());
        assertEquals(manifest().components(), read.components());
        assertThrows(
                IllegalArgumentException.class,
                () -> new FileCutter(spec, read.profile().gear()));
    }

    @Test
    void anotherIdAlgorithmIsRefusedByName() {
        String text = text(manifest().toBytes()).replace("\"sha256\",\n    \"seed\"", "\"hmac-sha256\",\n    \"seed\"");
        JsonException e = assertThrows(
                JsonException.class, () -> Manifest.read("manifest", text.getBytes(StandardCharsets.UTF_8)));
        assertTrue(e.getMessage().contains("\"hmac-sha256\""), e.getMessage());
    }

    @Test
    void pointerComesBack() throws IOException {
        Pointer pointer = new Pointer(
                "mainnet/archive",
                release(5),
                Optional.of(NOW),
                41,
                new History(List.of(release(4)), Optional.empty()));
        assertEquals(pointer, Pointer.read("pointer", "mainnet/archive", pointer.toBytes()));
        assertThrows(JsonException.class, () -> Pointer.read("pointer", "mainnet/full", pointer.toBytes()));
    }

    @Test
    void aRolloutThatIsNotUnderstoodBinds() {
        Pointer pointer = new Pointer("a", release(1), Optional.empty(), 0, History.NONE);
        String text = text(pointer.toBytes()).replace("\"rollout\" : null", "\"rollout\" : {\"to\": 5}");
        UnsupportedFeature e = assertThrows(
                UnsupportedFeature.class, () -> Pointer.read("pointer", "a", text.getBytes(StandardCharsets.UTF_8)));
        assertEquals("rollout", e.feature());
    }

    @Test
    void whatIsSaidOfAReleaseComesBack() throws IOException {
        Signature signature = new Signature("k", "00ff", UnknownFields.NONE);
        Release plain = release(6);
        Release approved = new Release(
                6, plain.manifest(), plain.location(), plain.height(), NOW, List.of(signature), UnknownFields.NONE);
        Pointer pointer = new Pointer(
                "a",
                approved,
                Optional.empty(),
                0,
                Optional.of(new Halt("the root differs", NOW, List.of(signature))),
                Optional.of(new Rollback(5, SOME, Optional.of(6L), Optional.of(9L), "corrupt", List.of())),
                new History(List.of(approved), Optional.empty()));
        assertEquals(pointer, Pointer.read("pointer", "a", pointer.toBytes()));
        assertTrue(text(pointer.toBytes()).contains("\"sig\" : \"AP8=\""), "in base64, as DSSE has it");
    }

    /** What is printed on other people's terminals is one line of text. */
    @Test
    void aReasonIsOneLine() {
        assertThrows(IllegalArgumentException.class, () -> new Halt("a\u001b[2J", NOW, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Halt(" ", NOW, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Rollback(5, SOME, Optional.empty(), Optional.empty(), "x".repeat(501), List.of()));
    }

    @Test
    void historyMovesToPagesAndLosesNothing() throws IOException {
        History history = History.NONE;
        byte[] page = new byte[0];
        for (int i = 1; i <= 20; i++) {
            History.Grown grown = history.plus(release(i));
            history = grown.history();
            page = grown.page().orElse(page);
        }
        assertEquals(ObjectRef.to(page), history.older().orElseThrow());
        History older = History.readPage("page", page);
        List<Long> sequences = Stream.concat(history.releases().stream(), older.releases().stream())
                .map(Release::sequence)
                .toList();
        assertEquals(LongStream.rangeClosed(1, 20).map(i -> 21 - i).boxed().toList(), sequences);
    }

    /** What is too large for readers must not be published: the channel would be lost for all of them. */
    @Test
    void whatNobodyWouldReadIsNotWritten() throws IOException {
        String text = text(new Pointer("a", release(1), Optional.empty(), 0, History.NONE).toBytes())
                .replaceFirst("\"log\"", "\"motto\" : \"" + "x".repeat(260_000) + "\", \"log\"");
        Pointer large = Pointer.read("pointer", "a", text.getBytes(StandardCharsets.UTF_8));
        Pointer next = new Pointer(
                "a",
                large.release(),
                Optional.empty(),
                1,
                new History(Collections.nCopies(16, release(1)), Optional.empty()));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, next::toBytes);
        assertTrue(e.getMessage().contains("262144"), e.getMessage());
    }

    @Test
    void descriptorComesBack() throws IOException {
        Descriptor descriptor = new Descriptor(
                List.of("https://a.example/base"),
                List.of("mainnet/archive"),
                UnknownFields.NONE.with("of-later", JsonNodeFactory.instance.textNode("more")));
        assertEquals(descriptor, Descriptor.read("repo.freshet", descriptor.toBytes()));
    }

    private static Manifest manifest() {
        Source.Client client =
                new Source.Client("reth", Optional.of("1.9.3"), Optional.of(">=1.9 <2"), UnknownFields.NONE);
        return new Manifest(
                new Source(
                        Optional.of("mainnet"),
                        Optional.of("1"),
                        Optional.of(21_000_000L),
                        Optional.of("0xabc"),
                        Optional.of("0xdef"),
                        Optional.of(client),
                        UnknownFields.NONE),
                Consistency.STOPPED,
                NOW,
                "freshet 0.1.0",
                Profile.defaults(),
                List.of(component("state", "", 2, List.of("bootstrap")), component("bootstrap", "meta", 1, List.of())),
                Optional.of(SOME),
                UnknownFields.NONE);
    }

    private static Component component(String name, String root, int priority, List<String> requires) {
        return new Component(
                name, new EntryPath(root), priority, requires, SOME, new NodeSums(3, 4, 5000), UnknownFields.NONE);
    }

    private static Release release(long sequence) {
        BlobPlace place = new BlobPlace(SOME, 16, 300, 400, Codec.ZSTD);
        return new Release(
                sequence,
                new ObjectRef(SOME, 1000),
                new LocationRef(place, SOME),
                Optional.of(7L),
                NOW,
                UnknownFields.NONE);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
