package io.freshet.publisher.commit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.freshet.core.FormatException;
import java.io.CharConversionException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a condemned list, which may be long, entry by entry: no tree of it is ever in memory. */
final class CondemnedReader {

    private static final int MAX_STRING = 1024;
    private static final JsonFactory PARSERS = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(20)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_STRING)
                    .build())
            .build();

    private final String document;
    private final JsonParser parser;

    private CondemnedReader(String document, JsonParser parser) {
        this.document = document;
        this.parser = parser;
    }

    static CondemnedList read(String document, byte[] bytes) throws IOException {
        try (JsonParser parser = PARSERS.createParser(bytes)) {
            return new CondemnedReader(document, parser).list();
        } catch (JsonProcessingException e) {
            throw new FormatException(document, "is not what JSON is: " + e.getOriginalMessage());
        } catch (CharConversionException e) {
            throw new FormatException(document, "is no text: " + e.getMessage());
        }
    }

    private CondemnedList list() throws IOException {
        long number = 0;
        List<CondemnedList.Entry> entries = new ArrayList<>();
        expect(parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "number" -> number = number(value);
                case "entries" -> {
                    expect(value, JsonToken.START_ARRAY);
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        entries.add(entry());
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (number < 1) {
            throw new FormatException(document, "has no number");
        }
        return new CondemnedList(number, entries);
    }

    private CondemnedList.Entry entry() throws IOException {
        String object = "";
        long generation = 0;
        Optional<Instant> passed = Optional.empty();
        Optional<Instant> erased = Optional.empty();
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "object" -> object = string(value);
                case "generation" -> generation = number(value);
                case "passed" -> passed = time(value);
                case "erased" -> erased = time(value);
                default -> parser.skipChildren();
            }
        }
        if (object.isEmpty() || generation < 1) {
            throw new FormatException(document, "has an entry without object or generation");
        }
        return new CondemnedList.Entry(object, generation, passed, erased);
    }

    private Optional<Instant> time(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        String text = string(value);
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new FormatException(document, "has \"" + text + "\" where a time should be");
        }
    }

    private String string(JsonToken value) throws IOException {
        expect(value, JsonToken.VALUE_STRING);
        return parser.getText();
    }

    private long number(JsonToken value) throws IOException {
        expect(value, JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    private void expect(JsonToken found, JsonToken wanted) throws FormatException {
        if (found != wanted) {
            throw new FormatException(document, "has " + found + " where " + wanted + " should be");
        }
    }
}
