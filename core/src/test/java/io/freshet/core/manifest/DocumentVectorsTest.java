package io.freshet.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Manifests, pointers, pages of history, descriptors and profiles are read as the vectors say, and lose nothing. */
class DocumentVectorsTest {

    private static final String FILE = "documents/documents.json";

    @TestFactory
    Stream<DynamicTest> documentsAreReadAndLoseNothing() throws IOException {
        return Vectors.each(FILE, "documents", vector -> {
            byte[] text = text(vector);
            assertThat(Digest.of(text)).isEqualTo(Vectors.digest(vector, "sha256"));
            byte[] again = again(vector.get("kind").textValue(), text);
            assertThat(json(again).equals(json(text)))
                    .as(() -> new String(again, StandardCharsets.UTF_8))
                    .isEqualTo(vector.get("keeps").booleanValue());
            assertThat(again(vector.get("kind").textValue(), again)).isEqualTo(again);
        });
    }

    @TestFactory
    Stream<DynamicTest> hostileDocumentsAreRefused() throws IOException {
        return Vectors.each(
                FILE,
                "hostile",
                vector -> assertThatThrownBy(() -> again(vector.get("kind").textValue(), text(vector)))
                        .isInstanceOfAny(JsonException.class, UnsupportedFeature.class)
                        .hasMessageStartingWith("a document")
                        .hasMessageContaining(vector.get("error").textValue()));
    }

    private static byte[] again(String kind, byte[] text) throws IOException {
        return switch (kind) {
            case "manifest" -> Manifest.read("a document", text).toBytes();
            case "pointer" ->
                Pointer.read("a document", "mainnet/archive", text).toBytes();
            case "page" -> page(History.readPage("a document", text));
            case "descriptor" -> Descriptor.read("a document", text).toBytes();
            default -> profile(text);
        };
    }

    private static byte[] page(History history) {
        ObjectNode json = Heading.start();
        history.write(json);
        return bytes(json);
    }

    private static byte[] profile(byte[] text) throws JsonException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ProfileJson.write(ProfileJson.read(StrictJson.readObject("a document", text, Manifest.LIMITS)), json);
        return bytes(json);
    }

    private static byte[] bytes(ObjectNode json) {
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(JsonNode vector) {
        return vector.get("text").textValue().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(byte[] text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
