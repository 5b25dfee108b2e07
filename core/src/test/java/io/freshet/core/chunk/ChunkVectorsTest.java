package io.freshet.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ChunkVectorsTest {

    @TestFactory
    Stream<DynamicTest> gearTables() throws IOException {
        return each("gear.json", "tables", vector -> {
            long[] table = new Gear(HexFormat.of().parseHex(vector.get("seed").textValue())).table();
            ByteWriter bytes = new ByteWriter(2048);
            for (long value : table) {
                bytes.u64(value);
            }
            assertThat(Long.toHexString(table[0])).isEqualTo(vector.get("first").textValue());
            assertThat(Digest.of(bytes.toBytes()).toString())
                    .isEqualTo(vector.get("sha256").textValue());
        });
    }

    @TestFactory
    Stream<DynamicTest> cuts() throws IOException {
        return each("cuts.json", "cuts", vector -> {
            byte[] data = data(vector.get("data"));
            assertThat(Digest.of(data).toString())
                    .isEqualTo(vector.get("sha256").textValue());
            byte[] seed = HexFormat.of().parseHex(vector.get("seed").textValue());
            ChunkerSpec spec = spec(vector.get("chunker"));
            List<Piece> expected = new ArrayList<>();
            for (JsonNode piece : vector.get("pieces")) {
                expected.add(
                        piece.has("zeros")
                                ? new Piece.Zeros(piece.get("zeros").longValue())
                                : new Piece.Chunk(
                                        piece.get("chunk").longValue(),
                                        piece.path("grain").asInt()));
            }
            assertThat(Windows.cut(data, spec, new Gear(seed))).isEqualTo(expected);
            assertThat(SpecCutter.cut(data, spec, seed)).isEqualTo(expected);
        });
    }

    @TestFactory
    Stream<DynamicTest> patterns() throws IOException {
        return each("patterns.json", "patterns", vector -> {
            PathGlob pattern = new PathGlob(vector.get("match").textValue());
            vector.get("yes")
                    .forEach(path -> assertThat(pattern.matches(path.textValue()))
                            .as(path.textValue())
                            .isTrue());
            vector.get("no")
                    .forEach(path -> assertThat(pattern.matches(path.textValue()))
                            .as(path.textValue())
                            .isFalse());
        });
    }

    private interface Check {
        void of(JsonNode vector) throws Exception;
    }

    private static Stream<DynamicTest> each(String file, String list, Check check) throws IOException {
        try (InputStream in = ChunkVectorsTest.class.getResourceAsStream("/vectors/chunk/" + file)) {
            JsonNode vectors = new ObjectMapper().readTree(in).get(list);
            assertThat(vectors).isNotEmpty();
            return StreamSupport.stream(vectors.spliterator(), false)
                    .map(vector -> DynamicTest.dynamicTest(vector.get("name").textValue(), () -> check.of(vector)));
        }
    }

    private static ChunkerSpec spec(JsonNode chunker) {
        return chunker.get("kind").textValue().equals("fixed")
                ? new ChunkerSpec.Fixed(chunker.get("size").intValue())
                : new ChunkerSpec.FastCdc(
                        chunker.get("min").intValue(),
                        chunker.get("avg").intValue(),
                        chunker.get("max").intValue(),
                        chunker.get("normalization").intValue());
    }

    private static byte[] data(JsonNode parts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (JsonNode part : parts) {
            int length = part.get("length").intValue();
            byte[] bytes = part.has("stream") ? stream(part.get("stream").textValue(), length) : new byte[length];
            data.write(bytes, 0, length);
        }
        return data.toByteArray();
    }

    /** The generator that the vector file describes. */
    private static byte[] stream(String label, int length) {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        ByteWriter out = new ByteWriter(length + Digest.BYTES);
        for (long i = 0; out.size() < length; i++) {
            out.digest(Digest.of(new ByteWriter(64).raw(name).u64(i).toBytes()));
        }
        return out.toBytes();
    }
}
