package io.freshet.publisher.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Visits every state that can be reached, breadth first, so that a counterexample is as short as can be. States are
 * compared whole, not by digests.
 */
final class Explorer {
    private final Scenario scenario;
    private final List<Law> laws;
    private final Map<String, Predicate<World>> landmarks;

    private final Map<World, Integer> numbers = new HashMap<>();
    private final Parts parts = new Parts();
    private final List<World> states = new ArrayList<>();
    private final Graph graph = new Graph();
    private final Map<String, Integer> seen = new HashMap<>();
    private int ends;

    /** @param landmarks situations to count, so that nobody takes an exploration for thorough that never got there */
    Explorer(Scenario scenario, List<Law> laws, Map<String, Predicate<World>> landmarks) {
        this.scenario = scenario;
        this.laws = laws;
        this.landmarks = landmarks;
    }

    Result explore() {
        visit(scenario.start(), Graph.NONE);
        // Grows while it is walked.
        for (int i = 0; i < states.size(); i++) {
            Optional<Result> counterexample = expand(i);
            if (counterexample.isPresent()) {
                return counterexample.get();
            }
        }
        Optional<String> circle = graph.acyclic() ? Optional.empty() : Optional.of("live: it may go round for ever");
        return result(circle, List.of());
    }

    private Optional<Result> expand(int number) {
        World now = states.get(number);
        graph.begin();
        for (Move move : now.moves(scenario)) {
            graph.edge(visit(move.to(), number));
            for (Law law : laws) {
                if (!law.holds().test(now, move.to())) {
                    return Optional.of(result(Optional.of(law.name()), trace(number, move)));
                }
            }
        }
        if (now.quiescent()) {
            ends++;
        }
        return Ending.unfinished(now, scenario).map(what -> result(Optional.of("live: " + what), trace(number)));
    }

    private int visit(World state, int from) {
        Integer known = numbers.get(state);
        if (known != null) {
            return known;
        }
        int number = states.size();
        World shared = state.madeOf(parts);
        numbers.put(shared, number);
        states.add(shared);
        graph.vertex(from);
        landmarks.forEach((name, there) -> seen.merge(name, there.test(shared) ? 1 : 0, Integer::sum));
        return number;
    }

    /** What happened on the way to that state, and the moves after it. */
    private List<String> trace(int state, Move... after) {
        var path = new ArrayDeque<World>();
        for (int i = state; i != Graph.NONE; i = graph.parent(i)) {
            path.addFirst(states.get(i));
        }
        var lines = new ArrayList<String>();
        World from = path.removeFirst();
        for (World to : path) {
            lines.add(label(from, to));
            from = to;
        }
        for (Move move : after) {
            lines.add(move.what().get());
        }
        return lines;
    }

    private String label(World from, World to) {
        Move taken = from.moves(scenario).stream()
                .filter(move -> move.to().equals(to))
                .findFirst()
                .orElseThrow();
        return taken.what().get();
    }

    private Result result(Optional<String> broken, List<String> trace) {
        return new Result(scenario.name(), states.size(), graph.edges(), ends, Map.copyOf(seen), broken, trace);
    }
}
