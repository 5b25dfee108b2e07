package io.freshet.publisher;

import io.freshet.core.pack.Pack;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.pack.PackSink;
import java.io.IOException;
import java.util.List;

/** Stores each pack at all destinations at once. */
public final class StorePackSink implements PackSink {

    private final List<ObjectStore> destinations;

    /** @param destinations which stay the caller's; each tries again by itself what is worth it */
    public StorePackSink(List<ObjectStore> destinations) {
        this.destinations = List.copyOf(destinations);
    }

    @Override
    public void store(Pack pack) throws IOException, InterruptedException {
        Body body = Body.of(pack.bytes(), pack.name());
        if (destinations.size() == 1) {
            destinations.getFirst().put(Pack.path(pack.name()), body, ObjectHeaders.IMMUTABLE_BINARY);
            return;
        }
        try (Crew crew = new Crew("store", 1)) {
            for (ObjectStore destination : destinations) {
                crew.start(
                        destination.url(),
                        () -> destination.put(Pack.path(pack.name()), body, ObjectHeaders.IMMUTABLE_BINARY));
            }
            crew.join();
        }
    }
}
