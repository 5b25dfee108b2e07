package io.freshet.fetcher.proof;

import io.freshet.core.attest.AttestationPath;
import io.freshet.core.attest.Envelope;
import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.TlogProof;
import io.freshet.core.proof.ProofCheck;
import io.freshet.core.proof.ProvenRelease;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.timestamp.SeenTimestamp;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.fetcher.attest.MirrorAttestations;
import io.freshet.fetcher.attest.MirrorTimestamps;
import io.freshet.fetcher.log.Logged;
import io.freshet.fetcher.log.MirrorLog;
import io.freshet.fetcher.trust.ChannelSnapshot;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Puts together what proves a release to who has no network, out of the trust metadata that were just verified and what
 * mirrors have beside them. That log and attestations can't be had keeps nobody from fetching: then the proof says less.
 */
public final class ProofKeeper {

    private static final int MOST_FOREIGN_BYTES = 64 << 10;

    /** Anybody who can write to a mirror can make timestamps: they must not keep a proof from being kept. */
    private static final int MOST_TIMESTAMP_BYTES = 1 << 20;

    private final MetadataSource mirrors;
    private final TrustStore trust;
    private final ChannelName channel;

    /** @param trust what is kept of trust, brought up to date by the search that found the release */
    public ProofKeeper(MetadataSource mirrors, TrustStore trust, ChannelName channel) {
        this.mirrors = mirrors;
        this.trust = trust;
        this.channel = channel;
    }

    /**
     * Keeps the proof of a version, with what an earlier fetch of it has kept where mirrors have less now.
     *
     * @param now the time at which nothing has expired
     * @param logged what the log was shown to have, where that was required
     * @return what it proves; nothing if it can't be kept as it would be larger than any reader takes
     */
    public Optional<ProvenRelease> keep(
            Home home, VersionId id, ChannelSnapshot found, Instant now, Optional<Logged> logged) throws IOException {
        try {
            ReleaseProof bare = make(found, now);
            Optional<Proven> proven = logged.isPresent()
                    ? Optional.of(Proven.of(bare.with(logged.get().shown())))
                    : Optional.empty();
            for (String mirror : mirrors.mirrors()) {
                proven = proven.isPresent() ? proven : logged(new MirrorLog(mirrors, mirror), bare, found);
            }
            Proven made = proven.isPresent() ? proven.get() : Proven.of(bare);
            Proven kept = withEarlier(
                    made, home.proof(id), logged.map(Logged::witnessed).orElse(false));
            home.keepProof(id, kept.proof.toBytes());
            return Optional.of(kept.release);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (TrustException | LogException e) {
            throw new IllegalStateException("what was just verified proves nothing", e);
        }
    }

    private record Proven(ReleaseProof proof, ProvenRelease release) {

        static Proven of(ReleaseProof proof) throws TrustException, LogException, IOException {
            return new Proven(proof, new ProofCheck("the proof", proof).verify(Optional.empty()));
        }

        boolean isOfTheSameAs(Proven other) {
            return release.digest().equals(other.release.digest())
                    && Arrays.equals(
                            proof.roots().getLast(), other.proof.roots().getLast());
        }
    }

    /**
     * With what was kept before, where that is more: this time, mirrors may have had less.
     *
     * @param witnessed whether the cosignatures that {@code made} has were asked for, so that they stay
     */
    private static Proven withEarlier(Proven made, Optional<byte[]> kept, boolean witnessed) {
        if (kept.isEmpty()) {
            return made;
        }
        try {
            Proven before = Proven.of(ReleaseProof.read("the proof that was kept", kept.get()));
            if (!before.isOfTheSameAs(made)) {
                return made;
            }
            ReleaseProof both = made.proof;
            if (!witnessed && cosignatures(before) > cosignatures(made)) {
                both = both.with(before.proof.log().orElseThrow());
            }
            if (claims(before.proof) > claims(made.proof)) {
                both = both.with(before.proof.attestations(), before.proof.timestamps());
            }
            return Proven.of(both);
        } catch (TrustException | LogException | IOException e) {
            // It was damaged since, or holds no more by what is required now.
            return made;
        }
    }

    /** How many have signed the checkpoint that the log's proof is by; 0 where it shows nothing of the log. */
    private static int cosignatures(Proven proven) throws IOException {
        return proven.release.log().isEmpty()
                ? 0
                : TlogProof.parse(proven.proof.log().orElseThrow().proof())
                        .checkpoint()
                        .note()
                        .signatures()
                        .size();
    }

    private static int claims(ReleaseProof proof) {
        return proof.attestations().size() + proof.timestamps().size();
    }

    /** The proof with what a mirror says of the log; nothing where that shows nothing. */
    private static Optional<Proven> logged(MirrorLog mirror, ReleaseProof bare, ChannelSnapshot found)
            throws InterruptedIOException, TrustException {
        long number = found.pointer().log();
        try {
            Optional<byte[]> entry = mirror.get(LogPaths.entry(number), LogEntry.LIMITS.maxBytes());
            Optional<byte[]> proof =
                    entry.isEmpty() ? Optional.empty() : mirror.get(LogPaths.proof(number), TlogProof.MOST_BYTES);
            if (proof.isEmpty()) {
                return Optional.empty();
            }
            ReleaseProof with = bare.with(new ReleaseProof.Logged(entry.orElseThrow(), proof.get()));
            return Optional.of(Proven.of(with));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | LogException e) {
            return Optional.empty();
        }
    }

    private ReleaseProof make(ChannelSnapshot found, Instant now) throws IOException {
        List<MirrorAttestations.Document> attestations = attestations(found);
        return new ReleaseProof(
                channel,
                now,
                roots(found.root().version()),
                kept(RoleName.TIMESTAMP),
                kept(RoleName.SNAPSHOT),
                kept(RoleName.TARGETS),
                kept(channel.role()),
                found.document(),
                found.snapshot().document(),
                found.policy(),
                Optional.empty(),
                attestations.stream().map(MirrorAttestations.Document::bytes).toList(),
                timestamps(attestations));
    }

    private List<byte[]> roots(long last) throws IOException {
        List<byte[]> roots = new ArrayList<>();
        for (long version = last; version > 0; version--) {
            Optional<byte[]> root = trust.read(TrustStore.rootVersion(version));
            if (root.isEmpty()) {
                break;
            }
            roots.addFirst(root.get());
        }
        return roots;
    }

    private byte[] kept(String role) throws IOException {
        return trust.read(TrustStore.document(role))
                .orElseThrow(() -> new IllegalStateException("the document of " + role + " was not kept"));
    }

    /** Those that the channel's keys have signed, then others, unless they are so large that there would be no room. */
    private List<MirrorAttestations.Document> attestations(ChannelSnapshot found) throws InterruptedIOException {
        List<VerifyingKey> keys = found.keys().keys();
        return MirrorAttestations.find(
                        mirrors,
                        found.snapshot().digest(),
                        all -> all.stream().anyMatch(document -> isSigned(document, keys)))
                .documents()
                .stream()
                .filter(document -> document.bytes().length <= MOST_FOREIGN_BYTES || isSigned(document, keys))
                .sorted(Comparator.comparing(document -> !isSigned(document, keys)))
                .limit(AttestationPath.MOST)
                .toList();
    }

    /** Those that are timestamps of these, whoever has made them, as far as there is room. */
    private List<ReleaseProof.Timestamp> timestamps(List<MirrorAttestations.Document> attestations)
            throws InterruptedIOException {
        List<ReleaseProof.Timestamp> all = new ArrayList<>();
        int room = MOST_TIMESTAMP_BYTES;
        for (int of = 0; of < attestations.size(); of++) {
            MirrorAttestations.Document envelope = attestations.get(of);
            int left = AttestationPath.MOST_TIMESTAMPS;
            for (MirrorAttestations.Document each :
                    MirrorTimestamps.find(mirrors, envelope.path()).documents()) {
                byte[] token = each.bytes();
                if (left > 0 && token.length <= room && isOf(token, envelope)) {
                    all.add(new ReleaseProof.Timestamp(of, token));
                    room -= token.length;
                    left--;
                }
            }
        }
        return all;
    }

    private static boolean isOf(byte[] token, MirrorAttestations.Document envelope) {
        return SeenTimestamp.judge(envelope.path(), token, envelope.bytes(), Optional.empty())
                .problem()
                .isEmpty();
    }

    private static boolean isSigned(MirrorAttestations.Document document, List<VerifyingKey> keys) {
        try {
            return !Envelope.read(document.path(), document.bytes())
                    .signedBy(keys)
                    .isEmpty();
        } catch (JsonException e) {
            return false;
        }
    }
}
