package io.freshet.bench.runs;

import java.util.Collections;
import java.util.Locale;

/** Samples as tables in Markdown. */
final class Report {

    private final Samples samples;
    private final StringBuilder text = new StringBuilder();

    Report(Samples samples) {
        this.samples = samples;
    }

    @Override
    public String toString() {
        text.setLength(0);
        costs();
        ratios();
        return text.toString();
    }

    private void costs() {
        heads("step", "tool", "wall, s", "CPU, s", "resident, MiB", "MB over HTTP", "requests");
        for (String step : samples.steps()) {
            for (String tool : samples.tools(step)) {
                line(
                        step,
                        tool,
                        range(samples.spread(step, tool, Cost::wall), "%.1f"),
                        range(samples.spread(step, tool, Cost::cpu), "%.1f"),
                        number(samples.spread(step, tool, Cost::resident).most(), "%.0f"),
                        orDash(samples.spread(step, tool, Cost::bytes).median() / 1e6, "%.1f"),
                        orDash(samples.spread(step, tool, Cost::requests).most(), "%.0f"));
            }
        }
    }

    private static String orDash(double value, String format) {
        return value == 0 ? "–" : number(value, format);
    }

    private void ratios() {
        text.append('\n');
        heads("step", "freshet beside", "wall", "CPU");
        for (String step : samples.steps()) {
            if (!samples.has(step, Goal.SUBJECT)) {
                continue;
            }
            for (String peer : samples.tools(step)) {
                if (!peer.equals(Goal.SUBJECT)) {
                    ratio(step, peer);
                }
            }
        }
    }

    private void ratio(String step, String peer) {
        Samples.Spread wall = samples.ratio(step, Goal.SUBJECT, peer, Cost::wall);
        Samples.Spread cpu = samples.ratio(step, Goal.SUBJECT, peer, Cost::cpu);
        line(step, peer, range(wall, "%.2f"), range(cpu, "%.2f"));
    }

    static String range(Samples.Spread spread, String format) {
        String median = number(spread.median(), format);
        String least = number(spread.least(), format);
        String most = number(spread.most(), format);
        return least.equals(most) ? median : median + " (" + least + " to " + most + ")";
    }

    private void line(Object... cells) {
        text.append('|');
        for (Object cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
    }

    private static String number(double value, String format) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "–";
    }

    private void heads(String... heads) {
        line((Object[]) heads);
        line(Collections.nCopies(heads.length, "---").toArray());
    }
}
