package io.freshet.publisher.protocol;

import java.util.SortedSet;

/**
 * All fetchers that may be at work, in two sets: what those need at a destination which took a timestamp there within
 * this grace period. The clock ticks when a grace period has passed, and so all of them have finished or begun anew.
 */
record Readers(int tick, SortedSet<String> atAuthority, SortedSet<String> atFollower) {
    static Readers of(Bucket authority, Bucket follower, int tick) {
        return new Readers(
                tick, authority.timestamp().packs(), follower.timestamp().packs());
    }

    SortedSet<String> at(Place place) {
        return place == Place.AUTHORITY ? atAuthority : atFollower;
    }

    Readers joined(Place place, Timestamp timestamp) {
        return switch (place) {
            case AUTHORITY -> new Readers(tick, Sets.union(atAuthority, timestamp.packs()), atFollower);
            case FOLLOWER -> new Readers(tick, atAuthority, Sets.union(atFollower, timestamp.packs()));
        };
    }
}
