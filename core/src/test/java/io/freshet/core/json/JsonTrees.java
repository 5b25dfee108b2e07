package io.freshet.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary trees without fractions. */
final class JsonTrees {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTrees() {}

    static Arbitrary<ObjectNode> objects() {
        return objects(3);
    }

    private static Arbitrary<ObjectNode> objects(int depth) {
        Arbitrary<List<String>> names = text().list().uniqueElements().ofMaxSize(5);
        return names.flatMap(keys -> values(depth).list().ofSize(keys.size()).map(values -> {
            ObjectNode object = NODES.objectNode();
            for (int i = 0; i < keys.size(); i++) {
                object.set(keys.get(i), values.get(i));
            }
            return object;
        }));
    }

    private static Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                text().map(NODES::textNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<JsonNode> arrays = values(depth - 1)
                .list()
                .ofMaxSize(4)
                .map(elements -> NODES.arrayNode().addAll(elements));
        return Arbitraries.oneOf(leaves, arrays, objects(depth - 1).map(object -> object));
    }

    /** Quotes, backslashes, control characters, and both sides of the surrogates, more often than chance has them. */
    private static Arbitrary<String> text() {
        Arbitrary<String> special = Arbitraries.of("\"", "\\", "\n", "\u0000", "\ud7ff", "\ue000", "\ud83d\ude00", "ä");
        Arbitrary<String> plain = Arbitraries.strings().alpha().ofMaxLength(4);
        return Combinators.combine(plain, special, plain).as((a, b, c) -> a + b + c);
    }
}
