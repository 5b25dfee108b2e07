package io.freshet.publisher.pack;

import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import java.io.IOException;

/** Where packs go. */
@FunctionalInterface
public interface PackSink {

    /**
     * Stores a pack under its name at every destination; blocks until it is durable there. Repeats nothing: stores that
     * should, do. Called by several threads at once, and interrupted if the publication fails.
     * The pack's bytes are written over as soon as this returns.
     */
    void store(Pack pack) throws IOException, InterruptedException;

    /** Ends a pack that will be stored here, under a name that is allowed here. */
    default Pack finish(PackWriter full) {
        return full.finish();
    }
}
