package io.freshet.publisher.protocol;

/**
 * How much misfortune is left: bounds the exploration.
 *
 * @param crashes of any process, at any step
 * @param lostAnswers to conditional writes and deletions
 * @param expiries of the intents of a run, be it dead or only slow
 * @param graces how often a grace period may pass
 */
record Budget(int crashes, int lostAnswers, int expiries, int graces) {
    Budget crashed() {
        return new Budget(crashes - 1, lostAnswers, expiries, graces);
    }

    Budget lost() {
        return new Budget(crashes, lostAnswers - 1, expiries, graces);
    }

    Budget expired() {
        return new Budget(crashes, lostAnswers, expiries - 1, graces);
    }

    Budget waited() {
        return new Budget(crashes, lostAnswers, expiries, graces - 1);
    }
}
