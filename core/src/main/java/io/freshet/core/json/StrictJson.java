package io.freshet.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a document that may come from anyone: its length is bounded before it is decoded, its depth before it is
 * entered; it must be valid UTF-8 without a byte order mark, name each field of an object once, hold no lone surrogate,
 * and end with its one value.
 */
public final class StrictJson {

    /** Longest number, in characters: beyond any that is meant, and short enough to convert in no time. */
    private static final int MAX_NUMBER = 40;

    private static final JsonFactory PARSERS = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonLimits.MOST_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxStringLength(JsonLimits.MOST_BYTES)
                    .maxNameLength(JsonLimits.MOST_BYTES)
                    .build())
            .build();

    private StrictJson() {}

    /**
     * The object that {@code bytes} hold.
     *
     * @param document what to call it in errors: its path, file or URL
     * @throws JsonException if the bytes are too many, are not JSON, or are not an object
     */
    public static JsonObject readObject(String document, byte[] bytes, JsonLimits limits) throws JsonException {
        if (bytes.length > limits.maxBytes()) {
            throw new JsonException.TooLarge(document, limits.maxBytes(), bytes.length);
        }
        CharBuffer text = decode(document, bytes);
        try (JsonParser parser = PARSERS.createParser(text.array(), 0, text.limit())) {
            ObjectNode object = new TreeReader(document, parser, limits.maxDepth()).readDocument();
            return new JsonObject(document, "", object);
        } catch (JsonException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw malformed(document, e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static CharBuffer decode(String document, byte[] bytes) throws JsonException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new JsonException.Malformed(document, 0, 0, "is not valid UTF-8");
        }
    }

    private static JsonException malformed(String document, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String problem = e.getOriginalMessage();
        return at == null
                ? new JsonException.Malformed(document, 0, 0, problem)
                : new JsonException.Malformed(document, at.getLineNr(), at.getColumnNr(), problem);
    }
}
