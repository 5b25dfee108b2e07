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
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.fetcher.attest.MirrorAttestations;
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
     * Keeps the proof of a version, unless what is kept of the same manifest under the same root shows more.
     *
     * @param now the time at which nothing has expired
     * @return what it proves; nothing if it can't be kept as it would be larger than any reader takes
     */
    public Optional<ProvenRelease> keep(Home home, VersionId id, ChannelSnapshot found, Instant now)
            throws IOException {
        Optional<Proven> proven = Optional.empty();
        try {
            ReleaseProof bare = make(found, now);
            for (String mirror : mirrors.mirrors()) {
                proven = proven.isPresent() ? proven : logged(new MirrorLog(mirrors, mirror), bare, found);
            }
            Proven made = proven.isPresent() ? proven.get() : new Proven(bare, verify(bare));
            Optional<Proven> better = better(home.proof(id), made);
            if (better.isPresent()) {
                return Optional.of(better.get().release);
            }
            home.keepProof(id, made.proof.toBytes());
            return Optional.of(made.release);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (TrustException | LogException e) {
            throw new IllegalStateException("what was just verified proves nothing", e);
        }
    }

    private record Proven(ReleaseProof proof, ProvenRelease release) {

        boolean isOfTheSameAs(Proven other) {
            return release.digest().equals(other.release.digest())
                    && Arrays.equals(
                            proof.roots().getLast(), other.proof.roots().getLast());
        }

        boolean showsMoreThan(Proven other) {
            boolean logged = release.log().isPresent();
            return logged == other.release.log().isPresent()
                    ? proof.attestations().size() > other.proof.attestations().size()
                    : logged;
        }
    }

    /** What was kept before, if that is better than {@code made}: this time, mirrors may have had less. */
    private static Optional<Proven> better(Optional<byte[]> kept, Proven made) {
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            ReleaseProof proof = ReleaseProof.read("the proof that was kept", kept.get());
            Proven before = new Proven(proof, verify(proof));
            return Optional.of(before).filter(proven -> proven.isOfTheSameAs(made) && proven.showsMoreThan(made));
        } catch (TrustException | LogException | IOException e) {
            // It was damaged since, or holds no more by what is required now.
            return Optional.empty();
        }
    }

    private static ProvenRelease verify(ReleaseProof proof) throws TrustException, LogException, IOException {
        return new ProofCheck("the proof", proof).verify(Optional.empty());
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
            return Optional.of(new Proven(with, verify(with)));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | LogException e) {
            return Optional.empty();
        }
    }

    private ReleaseProof make(ChannelSnapshot found, Instant now) throws IOException {
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
                attestations(found));
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
    private List<byte[]> attestations(ChannelSnapshot found) throws InterruptedIOException {
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
                .map(MirrorAttestations.Document::bytes)
                .toList();
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
