package io.freshet.core.log;

import java.io.IOException;

/** Where tiles and entry bundles are written. Each name is given once, unless a dead writer has begun the same before. */
@FunctionalInterface
public interface TileSink {

    /** Stores an object; one of that name that is there already has the same bytes. */
    void write(TilePath path, byte[] bytes) throws IOException;
}
