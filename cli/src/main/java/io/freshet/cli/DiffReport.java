package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.index.Item;
import io.freshet.core.manifest.Component;
import io.freshet.reader.diff.Change;
import io.freshet.reader.diff.Totals;
import io.freshet.reader.diff.UpdateCost;
import io.freshet.reader.store.CountedRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What two snapshots differ in, in words and as JSON. */
record DiffReport(DiffSide old, DiffSide now, boolean byEachWay) {

    /** {@code M   12.3 MB  db/mdbx.dat}, and what else there is to say of the path. */
    static String line(Change change) {
        char sign = switch (change.kind()) {
            case ADDED -> '+';
            case REMOVED -> '-';
            case CHANGED -> 'M';
        };
        Optional<Item.Path> item = change.after().or(change::before);
        String slash = item.orElse(null) instanceof Item.Directory ? "/" : "";
        String bytes = isFile(change) ? Figures.bytes(change.bytes()) : "-";
        String note = change.kind() == Change.Kind.CHANGED ? note(change) : "";
        return String.format(Locale.ROOT, "%c %9s  %s%s%s", sign, bytes, Texts.path(change.path()), slash, note);
    }

    private static boolean isFile(Change change) {
        return change.after()
                .or(change::before)
                .map(Item.File.class::isInstance)
                .orElse(true);
    }

    private static String note(Change change) {
        if (change.before().isEmpty() || change.after().isEmpty()) {
            return "";
        }
        Item.Path before = change.before().get();
        Item.Path after = change.after().get();
        List<String> notes = new ArrayList<>();
        if (!Texts.type(before).equals(Texts.type(after))) {
            notes.add(Texts.type(before) + " became " + Texts.type(after));
        }
        if (before instanceof Item.File was && after instanceof Item.File is && was.size() != is.size()) {
            notes.add(Figures.bytes(was.size()) + " became " + Figures.bytes(is.size()));
        }
        if (before.mode() != after.mode()) {
            notes.add("mode " + Texts.octal(before.mode()) + " became " + Texts.octal(after.mode()));
        }
        if (before instanceof Item.Link was && after instanceof Item.Link is) {
            notes.add("target " + was.target() + " became " + is.target());
        }
        return notes.isEmpty() ? "" : "  (" + String.join(", ", notes) + ")";
    }

    List<String> lines(Totals totals, Optional<UpdateCost.Ways> cost) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("compared     " + old.name() + " with " + now.name());
        lines.add("added        " + Figures.count(totals.added(), "path") + ", " + Figures.bytes(totals.addedBytes()));
        lines.add("removed      " + Figures.count(totals.removed(), "path") + ", "
                + Figures.bytes(totals.removedBytes()));
        lines.add("changed      " + Figures.count(totals.changed(), "path") + ", "
                + Figures.bytes(totals.changedBytes()) + " of them new");
        lines.add("same         " + Figures.bytes(totals.sameBytes()));
        if (cost.isPresent()) {
            UpdateCost.Data data = cost.get().update();
            CountedRanges index = now.index().orElseThrow();
            lines.add("an update    " + Figures.bytes(data.transferred() + index.bytes()) + " to download in "
                    + Figures.count(data.requests() + index.requests(), "request"));
            lines.add("  data       " + Figures.count(data.chunks(), "new chunk") + " of " + Figures.bytes(data.bytes())
                    + made(data) + ", stored in " + Figures.bytes(data.stored()) + "; "
                    + Figures.bytes(data.transferred() - data.stored()) + " read through, "
                    + Figures.count(data.requests(), "request"));
            lines.add(
                    "  index      " + Figures.bytes(index.bytes()) + ", " + Figures.count(index.requests(), "request"));
            if (byEachWay) {
                lines.addAll(ways(cost.get()));
            }
        }
        return lines;
    }

    private static String made(UpdateCost.Data data) {
        return data.deltaChunks() == 0 ? "" : String.format(Locale.ROOT, ", %,d of them by deltas", data.deltaChunks());
    }

    /** What the same update would take by each way, index aside, and what decides. */
    private List<String> ways(UpdateCost.Ways ways) {
        long whole = Component.bytes(now.tree().components());
        UpdateCost.Data plain = ways.plain();
        UpdateCost.Data update = ways.update();
        List<String> lines = new ArrayList<>();
        lines.add("by each way");
        lines.add("  whole      " + Figures.bytes(whole)
                + " of files, before compression: what a tool copies that knows no" + " chunks");
        lines.add("  chunks     " + Figures.bytes(plain.transferred()) + " in "
                + Figures.count(plain.requests(), "request") + ": the frames of " + Figures.bytes(plain.bytes())
                + " that are new" + onlyDeltas(plain));
        lines.add(
                update.deltaChunks() == 0
                        ? "  deltas     none: the new chunks are in no page file, or were published without --base"
                        : "  deltas     " + Figures.bytes(update.transferred()) + " in "
                                + Figures.count(update.requests(), "request")
                                + String.format(
                                        Locale.ROOT,
                                        ": what changed in %,d of %,d new chunks, the others as above",
                                        update.deltaChunks(),
                                        update.chunks()));
        return lines;
    }

    private static String onlyDeltas(UpdateCost.Data plain) {
        return plain.deltaChunks() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,d of %,d chunks are stored as deltas only",
                        plain.deltaChunks(),
                        plain.chunks());
    }

    static ObjectNode json(Change change) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("path", change.path().value());
        json.put("change", change.kind().name().toLowerCase(Locale.ROOT));
        json.put("bytes", change.bytes());
        change.before().ifPresent(item -> item(json.putObject("before"), item));
        change.after().ifPresent(item -> item(json.putObject("after"), item));
        return json;
    }

    private static void item(ObjectNode json, Item.Path item) {
        json.put("type", Texts.type(item));
        switch (item) {
            case Item.Directory directory -> json.put("mode", Texts.octal(directory.mode()));
            case Item.File file -> json.put("mode", Texts.octal(file.mode())).put("size", file.size());
            case Item.Link link -> json.put("target", link.target());
        }
    }

    ObjectNode json(Totals totals, Optional<UpdateCost.Ways> cost) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("old", old.json());
        json.set("new", now.json());
        json.put("equal", totals.equal());
        json.putObject("added").put("paths", totals.added()).put("bytes", totals.addedBytes());
        json.putObject("removed").put("paths", totals.removed()).put("bytes", totals.removedBytes());
        json.putObject("changed").put("paths", totals.changed()).put("bytes", totals.changedBytes());
        json.put("sameBytes", totals.sameBytes());
        cost.ifPresent(ways -> {
            UpdateCost.Data data = ways.update();
            CountedRanges index = now.index().orElseThrow();
            json.putObject("update")
                    .put("chunks", data.chunks())
                    .put("bytes", data.bytes())
                    .put("deltaChunks", data.deltaChunks())
                    .put("stored", data.stored())
                    .put("transferred", data.transferred())
                    .put("requests", data.requests())
                    .put("indexBytes", index.bytes())
                    .put("indexRequests", index.requests())
                    .putObject("withoutDeltas")
                    .put("stored", ways.plain().stored())
                    .put("transferred", ways.plain().transferred())
                    .put("requests", ways.plain().requests());
        });
        return json;
    }
}
