package io.freshet.demo;

import io.freshet.cli.screen.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was done, in columns. */
final class ActTable {

    private ActTable() {}

    static List<String> lines(List<Act> acts) {
        List<String> lines = new ArrayList<>();
        lines.add(row("", "data", "read", "new", "uploaded", "transferred", "requests", "dedupe", "time", "rate"));
        acts.forEach(act -> lines.add(row(
                act.what(),
                Figures.bytes(act.data()),
                Figures.bytes(act.read()),
                Figures.bytes(act.fresh()),
                orNothing(act.uploaded()),
                orNothing(act.transferred()),
                String.format(Locale.ROOT, "%,d", act.requests()),
                Figures.percent(Math.max(0, act.data() - act.fresh()), act.data()),
                Figures.time(act.time()),
                Figures.rate(act.data(), act.time()))));
        lines.add("read: of the source, or of what lay here. uploaded: to both destinations. dedupe: data that were"
                + " there already.");
        return lines;
    }

    private static String orNothing(long bytes) {
        return bytes == 0 ? "-" : Figures.bytes(bytes);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-16s %9s %9s %9s %9s %12s %9s %7s %7s %11s", cells);
    }
}
