package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The part of a metadata document that is signed. */
public sealed interface Signed permits RootMetadata, TimestampMetadata, SnapshotMetadata, TargetsMetadata {

    /** What all of them begin with. */
    Header header();

    /** The document as JSON, with every field that it was read with: what signatures are made over. */
    ObjectNode toJson();

    /** The document's version. */
    default long version() {
        return header().version();
    }

    /** From when on it is not to be trusted. */
    default Instant expires() {
        return header().expires();
    }
}
