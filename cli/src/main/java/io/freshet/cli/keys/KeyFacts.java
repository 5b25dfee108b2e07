package io.freshet.cli.keys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Console;
import io.freshet.core.trust.VerifyingKey;
import java.nio.file.Path;
import java.util.List;

/** What is said of a key that was made or imported: all of it public. */
record KeyFacts(Path file, VerifyingKey key) {

    void print(Console console) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("file", file.toString()).put("id", key.id()).put("type", key.algorithm());
        console.result(
                json, List.of("key          " + file, "type         " + key.algorithm(), "id           " + key.id()));
    }
}
