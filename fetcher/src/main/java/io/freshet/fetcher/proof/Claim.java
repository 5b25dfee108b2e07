package io.freshet.fetcher.proof;

import io.freshet.core.Digest;
import io.freshet.core.attest.Attestation;
import io.freshet.core.attest.Envelope;
import io.freshet.core.trust.VerifyingKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an envelope says of a release.
 *
 * @param judged what it is worth by the channel's keys
 * @param envelope its bytes
 * @param kept timestamps of these bytes that were kept before
 * @param found those that mirrors have, too
 */
@SuppressWarnings("ArrayRecordComponent") // documents, compared by nobody
record Claim(Attestation judged, byte[] envelope, List<byte[]> kept, List<byte[]> found) {

    private static final int MOST_UNSIGNED_BYTES = 64 << 10;

    Claim {
        kept = List.copyOf(kept);
        found = List.copyOf(found);
    }

    /** Whether a key of the channel has signed it, and it is of this release. */
    boolean counts() {
        return judged.problem().isEmpty();
    }

    /**
     * Whether there may be room for it: what counts must not be much larger than what is signed, for anybody can write
     * around that. The publisher's own is far below this.
     */
    boolean isSmall() {
        long signed = counts() ? judged.envelope().orElseThrow().payload().length : 0;
        return envelope.length <= MOST_UNSIGNED_BYTES + 2 * signed;
    }

    boolean isTimed() {
        return !kept.isEmpty() || !found.isEmpty();
    }

    Set<String> keys() {
        return judged.signedBy().stream().map(VerifyingKey::material).collect(Collectors.toSet());
    }

    Digest digest() {
        return Digest.of(envelope);
    }

    /** Whether it says what {@code other} does, by the same keys at least: the JSON around what is signed is anybody's. */
    boolean standsFor(Claim other) {
        return (isTimed() || !other.isTimed())
                && keys().containsAll(other.keys())
                && saysTheSame(
                        judged.envelope().orElseThrow(), other.judged.envelope().orElseThrow());
    }

    private static boolean saysTheSame(Envelope one, Envelope other) {
        return one.payloadType().equals(other.payloadType()) && Arrays.equals(one.payload(), other.payload());
    }

    /** The same with timestamps that mirrors have, as far as it does not have them. */
    Claim with(List<byte[]> tokens) {
        List<byte[]> all = new ArrayList<>(found);
        for (byte[] token : tokens) {
            if (kept.stream().noneMatch(each -> Arrays.equals(each, token))) {
                all.add(token);
            }
        }
        return new Claim(judged, envelope, kept, all);
    }
}
