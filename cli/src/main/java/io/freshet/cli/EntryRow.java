package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.log.LogEntry;
import io.freshet.core.trust.ChannelName;
import io.freshet.reader.log.LogRow;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lies at a number of a log, for people and as JSON. */
record EntryRow(LogRow row) {

    /** Of which channel it is, if it says so. */
    Optional<ChannelName> channel() {
        return row instanceof LogRow.Entry entry ? Optional.of(entry.entry().channel()) : Optional.empty();
    }

    /** What is wanted of a channel; what can't be read may be anybody's. */
    boolean isOf(@Nullable ChannelName wanted) {
        return wanted == null || channel().map(wanted::equals).orElse(true);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("entry", row.number());
        return switch (row) {
            case LogRow.Unreadable unreadable -> json.put("problem", unreadable.problem());
            case LogRow.Entry entry -> json(json, entry);
        };
    }

    private static ObjectNode json(ObjectNode json, LogRow.Entry row) {
        LogEntry entry = row.entry();
        json.put("time", entry.time().toString()).put("channel", entry.channel().name());
        json.put("sequence", entry.sequence());
        entry.height().ifPresent(height -> json.put("height", height));
        json.put("manifest", entry.manifest().sha256().toString()).put("run", entry.run());
        return json.put(
                "release",
                switch (row.standing()) {
                    case CURRENT, OLDER -> "yes";
                    case OPEN -> "not yet";
                    case NONE -> "no";
                });
    }

    String line() {
        return switch (row) {
            case LogRow.Unreadable unreadable ->
                String.format(Locale.ROOT, "%6d  NO ENTRY: %s", row.number(), unreadable.problem());
            case LogRow.Entry entry -> line(entry);
        };
    }

    private static String line(LogRow.Entry row) {
        LogEntry entry = row.entry();
        return String.format(
                Locale.ROOT,
                "%6d  %s  %s @ %d%s  %s%s",
                row.number(),
                Texts.time(entry.time()),
                entry.channel(),
                entry.sequence(),
                entry.height().map(height -> ", height " + height).orElse(""),
                entry.manifest().sha256(),
                row.standing().isRelease() ? "" : "  " + row.standing().words());
    }
}
