package io.freshet.providers.testkit;

import io.freshet.providers.api.StoreKeys;
import io.freshet.providers.api.Verb;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which calls a fault hits.
 *
 * @param verbs the calls that are counted
 * @param keyPrefix the beginning of the keys that are counted; empty for all
 * @param nth the number of the call that is hit, from 1; {@value #EVERY} for every one
 */
public record Trigger(Set<Verb> verbs, String keyPrefix, int nth) {
    private static final int EVERY = 0;

    public Trigger {
        verbs = Set.copyOf(verbs);
        StoreKeys.requirePrefix(keyPrefix);
        if (verbs.isEmpty() || nth < 0) {
            throw new IllegalArgumentException("hits nothing: " + verbs + ", number " + nth);
        }
    }

    /** Call number {@code nth} of these verbs, counted from 1 and from the rule's beginning. */
    public static Trigger nth(int nth, Verb... verbs) {
        return new Trigger(Set.copyOf(Arrays.asList(verbs)), "", nth);
    }

    /** Every call of these verbs. */
    public static Trigger every(Verb... verbs) {
        return nth(EVERY, verbs);
    }

    /** Write number {@code nth}, of whatever kind: the kill points of a protocol. */
    public static Trigger nthWrite(int nth) {
        return new Trigger(EnumSet.of(Verb.PUT, Verb.PUT_IF_ABSENT, Verb.COMPARE_AND_SET, Verb.DELETE), "", nth);
    }

    /** The same, counting only keys with this beginning. */
    public Trigger ofKeys(String prefix) {
        return new Trigger(verbs, prefix, nth);
    }

    boolean counts(Verb verb, String key) {
        return verbs.contains(verb) && key.startsWith(keyPrefix);
    }

    boolean hits(int number) {
        return nth == EVERY || nth == number;
    }
}
