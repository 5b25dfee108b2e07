package io.freshet.publisher.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an exploration found.
 *
 * @param quiescent states in which every process has finished
 * @param landmarks how many states were of each kind
 * @param broken the law that does not hold, or empty
 * @param trace how to get there
 */
record Result(
        String scenario,
        int states,
        int moves,
        int quiescent,
        Map<String, Integer> landmarks,
        Optional<String> broken,
        List<String> trace) {

    String summary() {
        return "%s: %,d states, %,d moves, %,d ends".formatted(scenario, states, moves, quiescent)
                + broken.map(law -> "; breaks \"" + law + "\" after " + trace.size() + " steps")
                        .orElse("");
    }

    /** The summary, and the counterexample a line a step. */
    String report() {
        var text = new StringBuilder(summary()).append('\n');
        for (int i = 0; i < trace.size(); i++) {
            text.append("%4d  %s%n".formatted(i + 1, trace.get(i)));
        }
        return text.toString();
    }
}
