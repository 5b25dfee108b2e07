package io.freshet.publisher;

import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Source;
import java.time.Instant;

/**
 * What the manifest says of a source that its files do not.
 *
 * @param source network, height, client, as far as they are known
 * @param consistency in which state the source was captured
 * @param time when
 */
public record SnapshotFacts(Source source, Consistency consistency, Instant time) {}
