package io.freshet.fetcher.proof;

import io.freshet.core.Digest;
import io.freshet.core.attest.Attestation;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.timestamp.SeenTimestamp;
import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.MetadataSource;
import io.freshet.fetcher.attest.MirrorAttestations;
import io.freshet.fetcher.attest.MirrorTimestamps;
import io.freshet.fetcher.trust.ChannelSnapshot;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for what is claimed of a release, and judges it wherever it comes from.
 *
 * @param keys who signs for the channel, by the metadata that it is kept with
 * @param room bytes that may be kept of all of it
 */
record ClaimSearch(MetadataSource mirrors, ChannelSnapshot found, ChannelKeys keys, int room) {

    /** What mirrors have, with what an earlier proof of the same release has kept. */
    Claims with(Optional<ReleaseProof> earlier) throws InterruptedIOException {
        return Claims.best(earlier.map(this::kept).orElse(List.of()), atMirrors(), room);
    }

    private List<Claim> kept(ReleaseProof proof) {
        List<Claim> all = new ArrayList<>();
        for (byte[] envelope : proof.attestations()) {
            int of = all.size();
            List<byte[]> tokens = proof.timestamps().stream()
                    .filter(each -> each.of() == of)
                    .map(ReleaseProof.Timestamp::token)
                    .filter(token -> isOf(token, envelope))
                    .toList();
            all.add(new Claim(judge("attestation " + of + " that was kept", envelope), envelope, tokens, List.of()));
        }
        return all;
    }

    private List<Claim> atMirrors() throws InterruptedIOException {
        MirrorAttestations there =
                MirrorAttestations.find(mirrors, found.snapshot().digest());
        List<Claim> all = new ArrayList<>();
        for (MirrorAttestations.Document each : there.documents()) {
            all.add(new Claim(judge(each.path(), each.bytes()), each.bytes(), List.of(), List.of()));
        }
        // Which of several that say the same is worth it, its timestamps tell.
        List<Claim> asked = new ArrayList<>(
                all.stream().filter(claim -> claim.counts() && claim.isSmall()).toList());
        List<Claim> others = all.stream().filter(claim -> !claim.counts()).toList();
        asked.addAll(Claims.best(List.of(), others, room).all());
        List<Claim> timed = new ArrayList<>();
        for (Claim claim : asked) {
            timed.add(claim.with(timestamps(there.places(claim.digest()), claim.envelope())));
        }
        return timed;
    }

    private Attestation judge(String name, byte[] envelope) {
        return Attestation.judge(
                name,
                envelope,
                keys.keys(),
                found.snapshot().digest(),
                found.snapshot().manifest());
    }

    /**
     * Those that are timestamps of this envelope, whoever has made them, one of each mirror in turn: none fills the room that
     * there is for all.
     *
     * @param places mirrors, and where each has the envelope
     */
    private List<byte[]> timestamps(Map<String, String> places, byte[] envelope) throws InterruptedIOException {
        List<List<byte[]>> each = new ArrayList<>();
        for (Map.Entry<String, String> place : places.entrySet()) {
            each.add(MirrorTimestamps.find(mirrors, List.of(place.getKey()), place.getValue()).documents().stream()
                    .map(MirrorAttestations.Document::bytes)
                    .filter(token -> isOf(token, envelope))
                    .toList());
        }
        Map<Digest, byte[]> inTurn = new LinkedHashMap<>();
        for (int number = 0; number < AttestationPath.MOST_TIMESTAMPS; number++) {
            for (List<byte[]> tokens : each) {
                tokens.stream().skip(number).limit(1).forEach(token -> inTurn.putIfAbsent(Digest.of(token), token));
            }
        }
        return List.copyOf(inTurn.values());
    }

    private static boolean isOf(byte[] token, byte[] envelope) {
        return SeenTimestamp.judge("a timestamp", token, envelope, Optional.empty())
                .problem()
                .isEmpty();
    }
}
