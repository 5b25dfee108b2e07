package io.freshet.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The canonical form that signatures and key ids are made over, which TUF takes from OLPC
 * (<a href="http://wiki.laptop.org/go/Canonical_JSON">Canonical JSON</a>): no white space, fields sorted by code
 * points, integers only, and nothing escaped in strings but the quote and the backslash. Like every TUF implementation
 * it leaves out Unicode normalisation, which that page asks for. The result need not be JSON: control characters stand
 * as they are.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * The canonical form of {@code value}.
     *
     * @throws IllegalArgumentException if it holds a number that is not an integer
     */
    public static byte[] encode(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value, out);
            case ARRAY -> writeArray(value, out);
            case STRING -> writeString(value.textValue(), out);
            case NUMBER -> writeNumber(value, out);
            case BOOLEAN, NULL -> out.append(value.asText());
            default -> throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
        }
    }

    private static void writeObject(JsonNode object, StringBuilder out) {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        names.sort(CanonicalJson::compareCodePoints);
        char before = '{';
        for (String name : names) {
            out.append(before);
            writeString(name, out);
            out.append(':');
            write(object.get(name), out);
            before = ',';
        }
        out.append(names.isEmpty() ? "{}" : "}");
    }

    private static void writeArray(JsonNode array, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(array.get(i), out);
        }
        out.append(']');
    }

    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private static void writeNumber(JsonNode number, StringBuilder out) {
        if (!number.isIntegralNumber()) {
            throw new IllegalArgumentException("canonical JSON has no numbers but integers: " + number.asText());
        }
        out.append(number.asText());
    }

    /** As the UTF-8 bytes compare; UTF-16 units alone would put U+10000 and above before U+E000. */
    static int compareCodePoints(String a, String b) {
        for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
