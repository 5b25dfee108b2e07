package io.freshet.bench.runs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The costs of each step by each tool, in the order in which they were measured. */
final class Samples {

    private final Map<String, Map<String, List<Cost>>> byStep = new LinkedHashMap<>();

    /** A median, and the least and the greatest. */
    record Spread(double median, double least, double most) {
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int half = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    void add(String step, String tool, Cost cost) {
        byStep.computeIfAbsent(step, _ -> new LinkedHashMap<>())
                .computeIfAbsent(tool, _ -> new ArrayList<>())
                .add(cost);
    }

    Set<String> steps() {
        return byStep.keySet();
    }

    Set<String> tools(String step) {
        return byStep.getOrDefault(step, Map.of()).keySet();
    }

    boolean has(String step, String tool) {
        return tools(step).contains(tool);
    }

    Spread spread(String step, String tool, ToDoubleFunction<Cost> figure) {
        return Spread.of(costs(step, tool).stream().mapToDouble(figure).toArray());
    }

    /** The ratios of two tools' costs, each run with the one that was made beside it: both met the same noise. */
    Spread ratio(String step, String tool, String peer, ToDoubleFunction<Cost> figure) {
        List<Cost> ours = costs(step, tool);
        List<Cost> theirs = costs(step, peer);
        return Spread.of(IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .mapToDouble(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)))
                .toArray());
    }

    private List<Cost> costs(String step, String tool) {
        List<Cost> costs = byStep.getOrDefault(step, Map.of()).get(tool);
        if (costs == null) {
            throw new IllegalArgumentException("no run of " + step + " by " + tool);
        }
        return costs;
    }
}
