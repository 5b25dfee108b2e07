package io.freshet.cli;

import io.freshet.core.attest.Attestation;
import io.freshet.core.timestamp.SeenTimestamp;
import io.freshet.core.timestamp.TimestampRoots;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.attest.MirrorAttestations;
import java.util.List;
import java.util.Optional;

/** What an attestation is worth, and the timestamps of it. */
record SeenAttestation(Attestation attestation, List<SeenTimestamp> timestamps) {

    /** Copies the list. */
    SeenAttestation {
        timestamps = List.copyOf(timestamps);
    }

    /** Judges an envelope by these keys, and its timestamps by these roots. */
    static SeenAttestation judge(
            MirrorAttestations.Document envelope,
            List<MirrorAttestations.Document> timestamps,
            List<VerifyingKey> trusted,
            Snapshot snapshot,
            Optional<TimestampRoots> roots) {
        return new SeenAttestation(
                Attestation.judge(envelope.path(), envelope.bytes(), trusted, snapshot.digest(), snapshot.manifest()),
                timestamps.stream()
                        .map(each -> SeenTimestamp.judge(each.path(), each.bytes(), envelope.bytes(), roots))
                        .toList());
    }

    /** Whether one that is vouched for says when it was there. */
    boolean hasTime() {
        return timestamps.stream().anyMatch(SeenTimestamp::verified);
    }
}
