package io.freshet.publisher.commit;

import java.io.IOException;
import java.time.Instant;

/** What came of asking an authority for the time of a release's attestation. */
public sealed interface Timestamped {

    /** Which authority, by its URL. */
    String authority();

    /**
     * There is a timestamp.
     *
     * @param path where it lies
     * @param time the time that it says
     */
    record At(String authority, String path, Instant time) implements Timestamped {}

    /** There is none, and the release is made all the same. */
    record Failed(String authority, IOException why) implements Timestamped {}
}
