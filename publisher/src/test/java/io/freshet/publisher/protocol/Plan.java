package io.freshet.publisher.protocol;

import java.util.Optional;
import java.util.SortedSet;

/**
 * What a publisher is to publish.
 *
 * @param fresh packs that it makes
 * @param reused packs of others that its dedupe found, if they are there
 * @param renews a channel whose metadata it signs again on the way
 */
record Plan(String name, String channel, SortedSet<String> fresh, SortedSet<String> reused, Optional<String> renews) {
    static Plan of(String name, String channel, String fresh) {
        return new Plan(name, channel, Sets.of(fresh), Sets.of(), Optional.empty());
    }

    Plan reusing(String pack) {
        return new Plan(name, channel, fresh, Sets.of(pack), renews);
    }

    Plan renewing(String other) {
        return new Plan(name, channel, fresh, reused, Optional.of(other));
    }
}
