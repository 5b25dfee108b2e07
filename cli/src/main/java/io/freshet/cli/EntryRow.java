package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.log.LogEntry;
import java.util.Locale;

/** An entry of a log and its number, for people and as JSON. */
record EntryRow(long number, LogEntry entry) {

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("entry", number);
        json.put("time", entry.time().toString()).put("channel", entry.channel().name());
        json.put("sequence", entry.sequence());
        entry.height().ifPresent(height -> json.put("height", height));
        return json.put("manifest", entry.manifest().sha256().toString()).put("run", entry.run());
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%6d  %s  %s @ %d%s  %s",
                number,
                Texts.time(entry.time()),
                entry.channel(),
                entry.sequence(),
                entry.height().map(height -> ", height " + height).orElse(""),
                entry.manifest().sha256());
    }
}
