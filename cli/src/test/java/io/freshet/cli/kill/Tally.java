package io.freshet.cli.kill;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened. */
final class Tally {

    private final Map<String, Integer> counts = new TreeMap<>();

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    int of(String beginning) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(beginning))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        counts.forEach((what, count) -> lines.append("%5d  %s%n".formatted(count, what)));
        return lines.toString();
    }
}
