package io.freshet.publisher.protocol;

import java.util.SortedSet;

/** What stands at {@code intents/RUN/…}: the run is about to upload these packs. */
record Intent(SortedSet<String> packs) {}
