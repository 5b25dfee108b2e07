package io.freshet.publisher.protocol;

import java.util.List;

/** The situations that are explored: each as small as what it is about allows. */
final class Scenarios {
    private static final Plan A = Plan.of("a", "A", "a2");
    private static final Plan B = Plan.of("b", "B", "b2");
    private static final Plan C = Plan.of("c", "C", "c2");

    private Scenarios() {}

    /** One releases what makes a pack garbage, the other reuses that pack, the collector condemns it. */
    static Scenario reuseOfGarbage(int crashes) {
        return Scenario.of(
                "two channels, one reusing what the other drops",
                List.of(A, B.reusing("a1")),
                1,
                new Budget(crashes, 0, 0, 0));
    }

    /** ... and erases it. */
    static Scenario erasureOfReused() {
        return Scenario.of(
                "two channels, one reusing what the other drops, erased",
                List.of(A, B.reusing("a1")),
                3,
                new Budget(0, 0, 0, 1));
    }

    static Scenario channels(int crashes, int lostAnswers) {
        return Scenario.of(
                "two channels, one renewing the other",
                List.of(A, B.renewing("A")),
                0,
                new Budget(crashes, lostAnswers, 0, 0));
    }

    static Scenario threeChannels() {
        return Scenario.of("three channels", List.of(A, B, C), 0, new Budget(0, 0, 0, 0));
    }

    static Scenario sameChannel(int rounds, int crashes, int lostAnswers) {
        String name = "two publishers of one channel" + (rounds > 0 ? ", collected" : "");
        return Scenario.of(
                name,
                List.of(A, Plan.of("x", "A", "x2").reusing("a1")),
                rounds,
                new Budget(crashes, lostAnswers, 0, 0));
    }

    /** A pack that a dead run left behind is condemned, erased and forgotten while a publisher takes it over. */
    static Scenario sleeper() {
        var budget = new Budget(0, 0, 0, 2);
        return Scenario.of("a publisher slower than a collection", List.of(B), 4, budget)
                .withOrphan("b2");
    }

    /** Intents are held for stale while their run lives. */
    static Scenario staleIntents(int expiries) {
        var budget = new Budget(0, 0, expiries, 1);
        return Scenario.of("intents that expire", List.of(B), 3, budget);
    }

    /** What is condemned since long is made again, and deletions are late. */
    static Scenario lateDeletion(int crashes, int lostAnswers) {
        var budget = new Budget(crashes, lostAnswers, 0, 2);
        return Scenario.of("a condemned pack made again", List.of(B), 2, budget).withCondemned("b2");
    }

    /** A release is superseded and collected while readers are at work. */
    static Scenario superseded(int crashes) {
        return Scenario.of("a superseded release", List.of(A), 3, new Budget(crashes, 0, 0, 1));
    }
}
