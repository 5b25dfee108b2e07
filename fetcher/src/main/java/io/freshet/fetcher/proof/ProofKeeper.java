package io.freshet.fetcher.proof;

import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.TlogProof;
import io.freshet.core.proof.ProofCheck;
import io.freshet.core.proof.ProvenRelease;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.fetcher.log.FirstRoot;
import io.freshet.fetcher.log.LogRefused;
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
import java.util.List;
import java.util.Optional;

/**
 * Puts together what proves a release to who has no network, out of the trust metadata that were just verified, what
 * mirrors have beside them, and what an earlier fetch of the release has kept, of which nothing is lost to something worse.
 * That log and attestations can't be had keeps nobody from fetching: then the proof says less.
 */
public final class ProofKeeper {

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
     * Keeps the proof of a version.
     *
     * @param now the time at which nothing has expired
     * @param logged what the log was shown to have, where that was required
     * @return what it proves; nothing if it can't be kept as it would be larger than any reader takes
     */
    public Optional<ProvenRelease> keep(
            Home home, VersionId id, ChannelSnapshot found, Instant now, Optional<Logged> logged) throws IOException {
        try {
            ReleaseProof bare = bare(found, now);
            Optional<ReleaseProof> earlier = earlier(home.proof(id), bare);
            Optional<ReleaseProof.Logged> log = log(bare, found, logged, earlier.flatMap(ReleaseProof::log));
            Claims claims = new ClaimSearch(mirrors, found).with(earlier);
            ReleaseProof proof = claims.in(log.isPresent() ? bare.with(log.get()) : bare);
            ProvenRelease proven = verify(proof);
            home.keepProof(id, proof.toBytes());
            return Optional.of(proven);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (TrustException | LogException e) {
            throw new IllegalStateException("what was just verified proves nothing", e);
        }
    }

    private static ProvenRelease verify(ReleaseProof proof) throws TrustException, LogException, IOException {
        return new ProofCheck("the proof", proof).verify(Optional.empty());
    }

    /** What was kept of the same release: nothing of it is believed. Nothing where it was damaged since. */
    private static Optional<ReleaseProof> earlier(Optional<byte[]> kept, ReleaseProof bare) {
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReleaseProof.read("the proof that was kept", kept.get()))
                    .filter(proof -> Arrays.equals(proof.manifest(), bare.manifest()));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** The best proof of the log that there is; nothing where there is none. */
    private Optional<ReleaseProof.Logged> log(
            ReleaseProof bare, ChannelSnapshot found, Optional<Logged> asked, Optional<ReleaseProof.Logged> earlier)
            throws IOException, TrustException {
        Optional<ReleaseProof.Logged> kept =
                earlier.isPresent() && shows(bare, earlier.get()) ? earlier : Optional.empty();
        Optional<ReleaseProof.Logged> made = asked.isPresent()
                ? asked.map(Logged::shown)
                : atMirrors(bare, found.pointer().log());
        if (made.isEmpty()) {
            return kept;
        }
        try {
            return Optional.of(new ShownLog(policy(found, asked)).best(kept, made.get()));
        } catch (LogRefused.NoFirstRoot e) {
            // Who is given that root can verify it; nobody can here, so that there is none to choose.
            return kept.or(() -> made);
        }
    }

    private LogPolicy policy(ChannelSnapshot found, Optional<Logged> asked) throws IOException {
        return asked.isPresent()
                ? asked.get().policy()
                : RepositoryLog.of(FirstRoot.of(trust, found.root()), found.root())
                        .policy();
    }

    private Optional<ReleaseProof.Logged> atMirrors(ReleaseProof bare, long number)
            throws InterruptedIOException, TrustException {
        for (String mirror : mirrors.mirrors()) {
            Optional<ReleaseProof.Logged> shown = at(new MirrorLog(mirrors, mirror), number);
            if (shown.isPresent() && shows(bare, shown.get())) {
                return shown;
            }
        }
        return Optional.empty();
    }

    private static Optional<ReleaseProof.Logged> at(MirrorLog mirror, long number) throws InterruptedIOException {
        try {
            Optional<byte[]> entry = mirror.get(LogPaths.entry(number), LogEntry.LIMITS.maxBytes());
            Optional<byte[]> proof =
                    entry.isEmpty() ? Optional.empty() : mirror.get(LogPaths.proof(number), TlogProof.MOST_BYTES);
            return proof.map(bytes -> new ReleaseProof.Logged(entry.orElseThrow(), bytes));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether this is that the log has the release, by the log's key, and without any witness. */
    private static boolean shows(ReleaseProof bare, ReleaseProof.Logged log) throws TrustException {
        try {
            verify(bare.with(log));
            return true;
        } catch (LogException | IOException e) {
            return false;
        }
    }

    private ReleaseProof bare(ChannelSnapshot found, Instant now) throws IOException {
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
                List.of(),
                List.of());
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
}
