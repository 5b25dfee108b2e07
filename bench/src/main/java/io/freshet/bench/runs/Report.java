package io.freshet.bench.runs;

import java.util.Locale;
import java.util.Optional;

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
        line("| step | tool | wall, s | CPU, s | resident, MiB | MB sent | requests |");
        line("|---|---|---|---|---|---|---|");
        for (String step : samples.steps()) {
            for (String tool : samples.tools(step)) {
                line(
                        "| %s | %s | %s | %s | %.0f | %s | %s |",
                        step,
                        tool,
                        range(samples.spread(step, tool, Cost::wall), "%.1f"),
                        range(samples.spread(step, tool, Cost::cpu), "%.1f"),
                        samples.spread(step, tool, Cost::resident).most(),
                        sent(step, tool, "%.1f", 1e6),
                        requests(step, tool));
            }
        }
    }

    private String sent(String step, String tool, String format, double unit) {
        double bytes = samples.spread(step, tool, Cost::bytes).median();
        return bytes == 0 ? "–" : String.format(Locale.ROOT, format, bytes / unit);
    }

    private String requests(String step, String tool) {
        double requests = samples.spread(step, tool, Cost::requests).most();
        return requests == 0 ? "–" : String.format(Locale.ROOT, "%.0f", requests);
    }

    private void ratios() {
        line("");
        line("| step | freshet beside | wall | CPU | goal, wall |");
        line("|---|---|---|---|---|");
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
        Optional<Goal> goal =
                Goal.ALL.stream().filter(each -> each.covers(step, peer)).findFirst();
        String verdict = goal.map(each -> String.format(
                        Locale.ROOT, "≤ %.2f: %s", each.limit(), wall.median() <= each.limit() ? "met" : "**missed**"))
                .orElse("");
        line("| %s | %s | %s | %s | %s |", step, peer, range(wall, "%.2f"), range(cpu, "%.2f"), verdict);
    }

    private static String range(Samples.Spread spread, String format) {
        String median = String.format(Locale.ROOT, format, spread.median());
        String least = String.format(Locale.ROOT, format, spread.least());
        String most = String.format(Locale.ROOT, format, spread.most());
        return least.equals(most) ? median : median + " (" + least + " to " + most + ")";
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
