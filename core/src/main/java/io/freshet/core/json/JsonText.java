package io.freshet.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;

/** Writes trees as JSON text, the same on every machine: fields in the tree's order, lines ended by a line feed. */
public final class JsonText {

    private static final JsonFactory GENERATORS = new JsonFactory();

    private JsonText() {}

    /** On one line, without white space. */
    public static String compact(JsonNode value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = GENERATORS.createGenerator(text)) {
            write(value, generator);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text.toString();
    }

    /** For people: indented by two spaces, ended by a line feed. */
    public static String readable(JsonNode value) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = GENERATORS.createGenerator(text)) {
            generator.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter));
            write(value, generator);
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonNode value, JsonGenerator out) throws IOException {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value, out);
            case ARRAY -> writeArray(value, out);
            case STRING -> out.writeString(value.textValue());
            case NUMBER -> writeNumber(value, out);
            case BOOLEAN -> out.writeBoolean(value.booleanValue());
            case NULL -> out.writeNull();
            default -> throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
        }
    }

    private static void writeObject(JsonNode object, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (var field : object.properties()) {
            out.writeFieldName(field.getKey());
            write(field.getValue(), out);
        }
        out.writeEndObject();
    }

    private static void writeArray(JsonNode array, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (JsonNode element : array) {
            write(element, out);
        }
        out.writeEndArray();
    }

    private static void writeNumber(JsonNode number, JsonGenerator out) throws IOException {
        if (number.isIntegralNumber()) {
            out.writeNumber(number.bigIntegerValue());
        } else {
            BigDecimal decimal = number.decimalValue();
            out.writeNumber(decimal);
        }
    }
}
