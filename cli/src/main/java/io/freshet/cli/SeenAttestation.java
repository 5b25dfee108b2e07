package io.freshet.cli;

import io.freshet.core.attest.Attestation;
import io.freshet.core.timestamp.SeenTimestamp;
import java.util.List;

/** What an attestation is worth, and the timestamps of it. */
record SeenAttestation(Attestation attestation, List<SeenTimestamp> timestamps) {

    /** Copies the list. */
    SeenAttestation {
        timestamps = List.copyOf(timestamps);
    }

    /** Whether one that is vouched for says when it was there. */
    boolean hasTime() {
        return timestamps.stream().anyMatch(SeenTimestamp::verified);
    }
}
