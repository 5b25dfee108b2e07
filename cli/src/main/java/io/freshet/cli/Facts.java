package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is known of something, gathered in two forms at once: lines for people, and a JSON object. */
final class Facts {

    private final ObjectNode json;
    private final List<String> lines;
    private final String indent;

    Facts() {
        this(JsonNodeFactory.instance.objectNode(), new ArrayList<>(), "");
    }

    private Facts(ObjectNode json, List<String> lines, String indent) {
        this.json = json;
        this.lines = lines;
        this.indent = indent;
    }

    ObjectNode json() {
        return json;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** A line with its word in front. */
    Facts line(String word, String text) {
        lines.add(indent + String.format(Locale.ROOT, "%-" + (13 - indent.length()) + "s", word) + text);
        return this;
    }

    /** A line as it is. */
    Facts line(String text) {
        lines.add(text.isEmpty() ? "" : indent + text);
        return this;
    }

    /** A line, and a field with the same text. */
    Facts add(String word, String field, String text) {
        json.put(field, text);
        return line(word, text);
    }

    /** An element of the array {@code field}, whose lines follow here after an empty one, indented but for the first. */
    Facts part(String field) {
        ArrayNode array = json.path(field) instanceof ArrayNode known ? known : json.putArray(field);
        lines.add("");
        return new Facts(array.addObject(), lines, indent);
    }

    /** The same with lines that are indented. */
    Facts indented() {
        return new Facts(json, lines, indent + "  ");
    }
}
