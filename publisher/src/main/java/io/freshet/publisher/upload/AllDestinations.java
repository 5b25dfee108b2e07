package io.freshet.publisher.upload;

import io.freshet.core.Digest;
import io.freshet.core.index.PackList;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.pack.PackSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Sends each pack to the authority, which must take it, and to all followers at once; its name is noted before. What is
 * there already is not sent again, and no pack is given a name that is condemned.
 */
final class AllDestinations implements PackSink {

    private final ObjectStore authority;
    private final List<Follower> followers;
    private final Intents intents;
    private final Set<String> condemned;
    private final RandomGenerator random;

    /**
     * @param condemned paths in the base's condemned list
     * @param random for salts
     */
    AllDestinations(
            ObjectStore authority,
            List<Follower> followers,
            Intents intents,
            Set<String> condemned,
            RandomGenerator random) {
        this.authority = authority;
        this.followers = List.copyOf(followers);
        this.intents = intents;
        this.condemned = condemned;
        this.random = random;
    }

    @Override
    public Pack finish(PackWriter full) {
        return full.finish(
                name -> !condemned.contains(Pack.path(name)),
                () -> new PackList(random.nextLong() & Long.MAX_VALUE, List.of()).toBytes());
    }

    @Override
    public void store(Pack pack) throws IOException, InterruptedException {
        intents.announce(List.of(pack.name()));
        Body body = Body.of(pack.bytes(), pack.name());
        try (Crew crew = new Crew("store", 1)) {
            for (Follower follower : followers) {
                crew.start(follower.url(), () -> follower.store(pack.name(), body));
            }
            put(authority, pack.name(), body);
            crew.join();
        }
    }

    /** Stores a pack, unless it is there: equal names are equal bytes. */
    static void put(ObjectStore store, Digest name, Body body) throws IOException {
        Optional<ObjectStat> there = store.stat(Pack.path(name));
        if (there.filter(stat -> stat.size() == body.length()).isEmpty()) {
            store.put(Pack.path(name), body, ObjectHeaders.IMMUTABLE_BINARY);
        }
    }
}
