package io.freshet.bench.runs;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Whether Freshet's goals are met, as a table in Markdown. */
final class Verdicts {

    private static final String PASSED = "met";
    private static final double MOST_BYTES = 1.25;
    private static final int MOST_REQUESTS = 100;
    private static final int MOST_RESIDENT = 512;

    private final Samples samples;
    private final Collection<Update> updates;
    private final StringBuilder text = new StringBuilder();

    Verdicts(Samples samples, Collection<Update> updates) {
        this.samples = samples;
        this.updates = updates;
    }

    @Override
    public String toString() {
        text.setLength(0);
        text.append("| goal | limit | measured | |\n|---|---|---|---|\n");
        Goal.ALL.forEach(this::wall);
        updates.forEach(this::update);
        resident();
        return text.toString();
    }

    private void wall(Goal goal) {
        List<String> steps = samples.steps().stream()
                .filter(step -> samples.has(step, Goal.SUBJECT) && samples.has(step, goal.peer()))
                .filter(step -> goal.covers(step, goal.peer()))
                .toList();
        for (String step : steps) {
            Samples.Spread ratio = samples.ratio(step, Goal.SUBJECT, goal.peer(), Cost::wall);
            String measured = Report.range(ratio, "%.2f");
            row(step + ", wall time / " + goal.peer() + "'s", goal.limit(), "%.2f", measured, ratio.median());
        }
        if (steps.isEmpty()) {
            text.append("| %s, wall time / %s's | ≤ %.2f | not measured | |\n"
                    .formatted(goal.step(), goal.peer(), goal.limit()));
        }
    }

    private void update(Update update) {
        String step = Story.update(update.churn());
        if (!samples.has(step, Goal.SUBJECT)) {
            return;
        }
        double moved = samples.spread(step, Goal.SUBJECT, Cost::bytes).most();
        double ratio = update.bound().ratio(moved, update.newChunks());
        String measured = String.format(
                Locale.ROOT,
                "%.3f: %.2f MB moved, less 40 bytes for each of %,d new chunks, / %.2f MB; as moved %.3f",
                ratio,
                moved / 1e6,
                update.newChunks(),
                update.bound().bytes() / 1e6,
                update.bound().ratio(moved));
        row(step + ", bytes / bound", MOST_BYTES, "%.2f", measured, ratio);
        figure(
                step + ", requests",
                MOST_REQUESTS,
                samples.spread(step, Goal.SUBJECT, Cost::requests).most());
    }

    private void resident() {
        samples.steps().stream()
                .filter(step -> samples.has(step, Goal.SUBJECT))
                .mapToDouble(step ->
                        samples.spread(step, Goal.SUBJECT, Cost::resident).most())
                .max()
                .ifPresent(most -> figure("resident memory, any step, MiB", MOST_RESIDENT, most));
    }

    private void figure(String name, int limit, double value) {
        row(name, limit, "%.0f", String.format(Locale.ROOT, "%.0f", value), value);
    }

    private void row(String name, double limit, String format, String measured, double value) {
        text.append("| ")
                .append(name)
                .append(" | ≤ ")
                .append(String.format(Locale.ROOT, format, limit))
                .append(" | ")
                .append(measured)
                .append(" | ")
                .append(value <= limit ? PASSED : "**missed**")
                .append(" |\n");
    }
}
