package io.freshet.fetcher.proof;

import io.freshet.core.attest.Attestation;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.timestamp.SeenTimestamp;
import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.MetadataSource;
import io.freshet.fetcher.attest.MirrorAttestations;
import io.freshet.fetcher.attest.MirrorTimestamps;
import io.freshet.fetcher.trust.ChannelSnapshot;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;

/**
 * Looks for what is claimed of a release, and judges it wherever it comes from.
 *
 * @param keys who signs for the channel, by the metadata that it is kept with
 */
record ClaimSearch(MetadataSource mirrors, ChannelSnapshot found, ChannelKeys keys) {

    /** What mirrors have, with what an earlier proof of the same release has kept. */
    Claims with(Optional<ReleaseProof> earlier) throws InterruptedIOException {
        return Claims.best(earlier.map(this::kept).orElse(List.of()), atMirrors());
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
        List<Claim> all = new ArrayList<>();
        for (MirrorAttestations.Document each : MirrorAttestations.find(
                        mirrors, found.snapshot().digest(), this::areEnough)
                .documents()) {
            all.add(new Claim(judge(each.path(), each.bytes()), each.bytes(), List.of(), List.of()));
        }
        List<Claim> timed = new ArrayList<>();
        for (Claim claim : Claims.best(List.of(), all).all()) {
            timed.add(claim.with(timestamps(claim.judged().name(), claim.envelope())));
        }
        return timed;
    }

    private boolean areEnough(SequencedCollection<MirrorAttestations.Document> documents) {
        return Attestation.keys(documents.stream()
                        .map(each -> judge(each.path(), each.bytes()))
                        .toList())
                >= keys.threshold();
    }

    private Attestation judge(String name, byte[] envelope) {
        return Attestation.judge(
                name,
                envelope,
                keys.keys(),
                found.snapshot().digest(),
                found.snapshot().manifest());
    }

    /** Those that are timestamps of this envelope, whoever has made them. */
    private List<byte[]> timestamps(String path, byte[] envelope) throws InterruptedIOException {
        return MirrorTimestamps.find(mirrors, path).documents().stream()
                .map(MirrorAttestations.Document::bytes)
                .filter(token -> isOf(token, envelope))
                .toList();
    }

    private static boolean isOf(byte[] token, byte[] envelope) {
        return SeenTimestamp.judge("a timestamp", token, envelope, Optional.empty())
                .problem()
                .isEmpty();
    }
}
