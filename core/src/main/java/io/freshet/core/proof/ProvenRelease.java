package io.freshet.core.proof;

import io.freshet.core.Digest;
import io.freshet.core.log.TreeHead;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.Release;
import io.freshet.core.timestamp.SeenAttestation;
import io.freshet.core.trust.ChannelName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A release that a proof has led to, every signature and digest on the way verified.
 *
 * @param root version of the root that signs
 * @param taken when nothing had expired, by what the proof says
 * @param expires when the first of its documents expires, or has expired
 * @param log where the log has it, if the proof shows that
 * @param notLogged why the proof shows nothing of the log
 * @param attestations what is claimed of it, judged by the channel's keys
 * @param threshold how many of these have to sign for the channel
 */
public record ProvenRelease(
        ChannelName channel,
        Release release,
        Digest digest,
        Manifest manifest,
        long root,
        Instant taken,
        Instant expires,
        Optional<InLog> log,
        Optional<String> notLogged,
        List<SeenAttestation> attestations,
        int threshold) {

    /** Copies the list. */
    public ProvenRelease {
        attestations = List.copyOf(attestations);
    }

    /**
     * Where the log has a release.
     *
     * @param entry number of its entry
     * @param head the tree that it was shown to be in
     * @param cosigned who of the witnesses that were asked for has cosigned that
     */
    public record InLog(String origin, long entry, TreeHead head, List<String> cosigned) {

        /** Copies the list. */
        public InLog {
            cosigned = List.copyOf(cosigned);
        }
    }
}
