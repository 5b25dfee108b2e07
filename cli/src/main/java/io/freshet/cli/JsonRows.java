package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.index.EntryPath;
import io.freshet.core.json.JsonText;
import java.io.PrintWriter;

/** One JSON object, written as it comes: an array of rows, a line each, then what is known in the end. */
final class JsonRows {

    private final PrintWriter out;
    private boolean first = true;

    /** Begins the object. */
    JsonRows(PrintWriter out, String name) {
        this.out = out;
        out.print("{\"" + name + "\": [");
    }

    void row(ObjectNode row) {
        out.print(first ? "\n" : ",\n");
        out.print(EntryPath.printable(JsonText.compact(row)));
        first = false;
    }

    /** Ends the array and the object; {@code rest} are its other fields. */
    void end(ObjectNode rest) {
        out.print("\n]");
        if (!rest.isEmpty()) {
            out.print(",\n" + EntryPath.printable(JsonText.compact(rest)).substring(1));
        } else {
            out.print("}");
        }
        out.println();
        out.flush();
    }
}
