package io.freshet.core.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree from a parser's tokens. Done by hand, and not by Jackson's ObjectMapper, because that takes a tenth of
 * a second to set up, which every start of the program would pay.
 */
final class TreeReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String document;
    private final JsonParser parser;
    private final int maxDepth;

    TreeReader(String document, JsonParser parser, int maxDepth) {
        this.document = document;
        this.parser = parser;
        this.maxDepth = maxDepth;
    }

    ObjectNode readDocument() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("must be a JSON object");
        }
        ObjectNode object = readObject(1);
        if (parser.nextToken() != null) {
            throw malformed("something follows the end of the object");
        }
        return object;
    }

    private JsonNode readValue(@Nullable JsonToken token, int depth) throws IOException {
        return switch (token) {
            case START_OBJECT -> readObject(depth + 1);
            case START_ARRAY -> readArray(depth + 1);
            case VALUE_STRING -> NODES.textNode(checked(parser.getText()));
            case VALUE_NUMBER_INT -> readInteger();
            case VALUE_NUMBER_FLOAT -> readFraction();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case null, default -> throw malformed("ends too early");
        };
    }

    private ObjectNode readObject(int depth) throws IOException {
        enter(depth);
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = checked(parser.currentName());
            if (object.has(name)) {
                throw malformed("the field \"" + name + "\" stands twice in one object");
            }
            object.set(name, readValue(parser.nextToken(), depth));
        }
        return object;
    }

    private ArrayNode readArray(int depth) throws IOException {
        enter(depth);
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(readValue(token, depth));
        }
        return array;
    }

    /** Small integers all become the same kind of node, so that trees which mean the same are equal. */
    private JsonNode readInteger() throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private JsonNode readFraction() throws IOException {
        try {
            return NODES.numberNode(parser.getDecimalValue());
        } catch (NumberFormatException e) {
            throw malformed("a number is too large or too small to be kept");
        }
    }

    private void enter(int depth) throws JsonException {
        if (depth > maxDepth) {
            throw malformed("objects and arrays lie more than " + maxDepth + " deep");
        }
    }

    /** Text that UTF-8 can't represent would be signed as one thing and read as another. */
    private String checked(String text) throws JsonException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isLowSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw malformed("a string holds half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private JsonException malformed(String problem) {
        JsonLocation at = parser.currentTokenLocation();
        return new JsonException.Malformed(document, at.getLineNr(), at.getColumnNr(), problem);
    }
}
