package io.freshet.publisher.upload;

import io.freshet.core.pack.Pack;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.pack.PackSink;
import java.io.IOException;
import java.util.List;

/** Sends each pack to the authority, which must take it, and to all followers at once; its name is noted before. */
final class AllDestinations implements PackSink {

    private final ObjectStore authority;
    private final List<Follower> followers;
    private final Intents intents;

    AllDestinations(ObjectStore authority, List<Follower> followers, Intents intents) {
        this.authority = authority;
        this.followers = List.copyOf(followers);
        this.intents = intents;
    }

    @Override
    public void store(Pack pack) throws IOException, InterruptedException {
        intents.announce(List.of(pack.name()));
        Body body = Body.of(pack.bytes(), pack.name());
        try (Crew crew = new Crew("store", 1)) {
            for (Follower follower : followers) {
                crew.start(follower.url(), () -> follower.store(pack, body));
            }
            authority.put(Pack.path(pack.name()), body, ObjectHeaders.IMMUTABLE_BINARY);
            crew.join();
        }
    }
}
