package io.freshet.core.timestamp;

import io.freshet.core.attest.Attestation;
import java.util.Collection;
import java.util.List;

/** What an attestation is worth, and the timestamps of it. */
public record SeenAttestation(Attestation attestation, List<SeenTimestamp> timestamps) {

    /** Copies the list. */
    public SeenAttestation {
        timestamps = List.copyOf(timestamps);
    }

    /** Whether one that is vouched for says when it was there. */
    public boolean hasTime() {
        return timestamps.stream().anyMatch(SeenTimestamp::verified);
    }

    /** How many different keys have signed any of those that count, and, where times count, have one. */
    public static int keys(Collection<SeenAttestation> all, boolean timed) {
        return Attestation.keys(all.stream()
                .filter(each -> !timed || each.hasTime())
                .map(SeenAttestation::attestation)
                .toList());
    }
}
