package io.freshet.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PackVectorsTest {

    @TestFactory
    Stream<DynamicTest> tablesAreRead() throws IOException {
        return each("packs.json", "packs", (vector, file) -> {
            byte[] pack = hex(vector, "hex");
            PackHeader.check(pack);
            PackTable table = PackTable.inTail(pack, pack.length);
            assertThat(table.rows()).isEqualTo(rows(vector));
            int end = (int) PackFooter.parse(pack, pack.length).tableOffset();
            assertThat(PackTable.inTail(Arrays.copyOfRange(pack, end, pack.length), pack.length))
                    .isEqualTo(table);
        });
    }

    @TestFactory
    Stream<DynamicTest> packsAreWrittenToTheByte() throws IOException {
        return each("packs.json", "packs", (vector, file) -> {
            byte[] pack = hex(vector, "hex");
            PackWriter writer = new PackWriter(1000);
            for (PackRow row : rows(vector)) {
                assertThat(writer.length()).isEqualTo(row.offset());
                Packs.add(writer, row, pack, (int) row.offset());
            }
            Pack written = writer.finish();
            assertThat(written.name()).hasToString(vector.get("sha256").textValue());
            assertThat(Packs.bytes(written)).isEqualTo(pack);
        });
    }

    @TestFactory
    Stream<DynamicTest> blobsAreDecompressed() throws IOException {
        return each("packs.json", "packs", (vector, file) -> {
            byte[] pack = hex(vector, "hex");
            Map<String, byte[]> plain = file.get("plain").properties().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            e -> HexFormat.of().parseHex(e.getValue().textValue())));
            for (PackRow row : rows(vector)) {
                ByteArrayOutputStream expected = new ByteArrayOutputStream();
                ByteArrayOutputStream bases = new ByteArrayOutputStream();
                int head = 0;
                switch (row) {
                    case PackRow.DataFrame frame -> {
                        frame.members().forEach(m -> expected.writeBytes(plain.get(m.id().toString())));
                        if (frame.codec() == Codec.DELTA) {
                            head = readHead(pack, frame, plain, bases);
                        }
                    }
                    case PackRow.IndexBlob blob -> {
                        expected.writeBytes(plain.get(blob.digest().toString()));
                        blob.bases().forEach(id -> bases.writeBytes(plain.get(id.toString())));
                    }
                }
                byte[] into = Packs.decompress(row.codec(), bases.toByteArray(), pack, row, head, expected.size());
                assertThat(into).isEqualTo(expected.toByteArray());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> hostileTables() throws IOException {
        return each(
                "hostile.json",
                "tables",
                (vector, file) -> assertThatExceptionOfType(FormatException.class)
                        .isThrownBy(() -> PackTable.inTail(
                                hex(vector, "tail"), vector.get("length").longValue()))
                        .withMessageStartingWith("pack ")
                        .withMessageContaining(vector.get("error").textValue()));
    }

    @TestFactory
    Stream<DynamicTest> hostileFrames() throws IOException {
        return each("hostile.json", "frames", (vector, file) -> {
            byte[] stored = hex(vector, "hex");
            byte[] into = new byte[vector.get("plain").intValue()];
            try (FrameDecompressor decompressor = new FrameDecompressor()) {
                assertThatExceptionOfType(FormatException.class)
                        .isThrownBy(() -> decompressor.decompress(stored, 0, stored.length, into, 0, into.length))
                        .withMessageStartingWith("frame: ")
                        .withMessageContaining(vector.get("error").textValue());
            }
        });
    }

    /** Reads the head of a delta frame, adds the bases that it names to {@code bases}, and gives its length. */
    private static int readHead(
            byte[] pack, PackRow.DataFrame frame, Map<String, byte[]> plain, ByteArrayOutputStream bases)
            throws FormatException {
        ByteReader in = new ByteReader("frame", pack, (int) frame.offset(), frame.stored());
        for (DeltaHead.Base base : DeltaHead.read(in).bases()) {
            byte[] bytes = plain.values().stream()
                    .filter(any -> Digest.of(any).word(0) == base.word())
                    .findFirst()
                    .orElseThrow();
            assertThat(bytes).hasSize(base.length());
            bases.writeBytes(bytes);
        }
        return frame.stored() - in.remaining();
    }

    @TestFactory
    Stream<DynamicTest> hostileDeltas() throws IOException {
        return each("hostile.json", "deltas", (vector, file) -> {
            byte[] stored = hex(vector, "hex");
            byte[] into = new byte[vector.get("plain").intValue()];
            try (FrameDecompressor decompressor = new FrameDecompressor()) {
                assertThatExceptionOfType(FormatException.class)
                        .isThrownBy(() -> {
                            ByteReader in = new ByteReader("frame", stored);
                            DeltaHead head = DeltaHead.read(in);
                            DeltaPrefix prefix = DeltaPrefix.of(new byte[head.baseBytes()]);
                            int from = stored.length - in.remaining();
                            decompressor.decompressDelta(prefix, stored, from, in.remaining(), into, 0, into.length);
                        })
                        .withMessageStartingWith("frame: ")
                        .withMessageContaining(vector.get("error").textValue());
            }
        });
    }

    private interface Check {
        void of(JsonNode vector, JsonNode file) throws Exception;
    }

    private static Stream<DynamicTest> each(String file, String list, Check check) throws IOException {
        try (InputStream in = PackVectorsTest.class.getResourceAsStream("/vectors/pack/" + file)) {
            JsonNode root = new ObjectMapper().readTree(in);
            assertThat(root.get(list)).isNotEmpty();
            return StreamSupport.stream(root.get(list).spliterator(), false)
                    .map(vector ->
                            DynamicTest.dynamicTest(vector.get("name").textValue(), () -> check.of(vector, root)));
        }
    }

    private static List<PackRow> rows(JsonNode vector) throws FormatException {
        List<PackRow> rows = new ArrayList<>();
        for (JsonNode row : vector.get("rows")) {
            long offset = row.get("offset").longValue();
            int stored = row.get("stored").intValue();
            Codec codec = Codec.read(
                    new ByteReader("vector", new byte[] {(byte) row.get("codec").intValue()}));
            String kind = row.get("kind").textValue();
            rows.add(
                    kind.equals("data")
                            ? new PackRow.DataFrame(offset, stored, codec, members(row.path("members")))
                            : new PackRow.IndexBlob(
                                    offset,
                                    stored,
                                    codec,
                                    BlobKind.valueOf(kind.replace(' ', '_').toUpperCase(Locale.ROOT)),
                                    row.get("plain").intValue(),
                                    Digest.parse(row.get("digest").textValue()),
                                    digests(row.path("bases"))));
        }
        return rows;
    }

    private static List<Digest> digests(JsonNode texts) {
        List<Digest> list = new ArrayList<>();
        texts.forEach(text -> list.add(Digest.parse(text.textValue())));
        return list;
    }

    private static List<Member> members(JsonNode members) {
        List<Member> list = new ArrayList<>();
        members.forEach(m -> list.add(
                new Member(m.get("length").intValue(), Digest.parse(m.get("id").textValue()))));
        return list;
    }

    private static byte[] hex(JsonNode vector, String name) {
        return HexFormat.of().parseHex(vector.get(name).textValue());
    }
}
