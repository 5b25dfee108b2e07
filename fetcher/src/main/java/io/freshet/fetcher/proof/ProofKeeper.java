package io.freshet.fetcher.proof;

import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.TlogProof;
import io.freshet.core.manifest.Release;
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

    /** What JSON is around them all is less. */
    private static final int AROUND_CLAIMS = 16 << 10;

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
            ReleaseProof base = base(earlier, log.isPresent() ? bare.with(log.get()) : bare, logged);
            ReleaseProof proof = claims(base, found, earlier).in(base);
            ProvenRelease proven = verify(proof);
            home.keepProof(id, proof.toBytes());
            return Optional.of(proven);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (TrustException | LogException e) {
            throw new IllegalStateException("what was just verified proves nothing", e);
        }
    }

    /** The documents that lead to the release, of now or of an earlier fetch. */
    private static ReleaseProof base(Optional<ReleaseProof> earlier, ReleaseProof next, Optional<Logged> asked)
            throws IOException {
        Optional<LogPolicy> witnesses =
                asked.map(Logged::policy).filter(policy -> !policy.witnesses().isEmpty());
        return earlier.isPresent() && new EarlierProof(earlier.get(), witnesses).showsMoreThan(next)
                ? earlier.get()
                : next;
    }

    private Claims claims(ReleaseProof base, ChannelSnapshot found, Optional<ReleaseProof> earlier)
            throws TrustException, IOException {
        int bare = base.with(List.of(), List.of()).toBytes().length;
        // Four letters stand for three bytes.
        int left = (ReleaseProof.LIMITS.maxBytes() - bare - AROUND_CLAIMS) / 4 * 3;
        int room = Math.clamp(left, 0, Claims.MOST_BYTES);
        return new ClaimSearch(mirrors, found, new ProofCheck("the proof", base).keys(), room).with(earlier);
    }

    private static ProvenRelease verify(ReleaseProof proof) throws TrustException, LogException, IOException {
        return new ProofCheck("the proof", proof).verify(Optional.empty());
    }

    /** What was kept of the same manifest: nothing of it is believed. Nothing where it was damaged since. */
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
                earlier.isPresent() && shows(bare, found, earlier.get()) ? earlier : Optional.empty();
        Optional<ReleaseProof.Logged> made = asked.isPresent() ? asked.map(Logged::shown) : atMirrors(bare, found);
        if (made.isEmpty()) {
            return kept;
        }
        try {
            ShownLog shown = new ShownLog(policy(found, asked));
            return Optional.of(kept.isPresent() ? shown.best(kept.get(), made.get()) : shown.with(earlier, made.get()));
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

    private Optional<ReleaseProof.Logged> atMirrors(ReleaseProof bare, ChannelSnapshot found)
            throws InterruptedIOException, TrustException {
        for (String mirror : mirrors.mirrors()) {
            Optional<ReleaseProof.Logged> shown =
                    at(new MirrorLog(mirrors, mirror), found.pointer().log());
            if (shown.isPresent() && shows(bare, found, shown.get())) {
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

    /**
     * Whether this is that the log has the release, by the log's key, and without any witness. Where nothing says what the log
     * is called, and so who signs for it, whether it is at least that some tree has the release there.
     */
    private static boolean shows(ReleaseProof bare, ChannelSnapshot found, ReleaseProof.Logged log)
            throws TrustException {
        try {
            return verify(bare.with(log)).log().isPresent() || isInSomeTree(bare, found, log);
        } catch (LogException | IOException e) {
            return false;
        }
    }

    private static boolean isInSomeTree(ReleaseProof bare, ChannelSnapshot found, ReleaseProof.Logged log)
            throws IOException {
        LogEntry entry = LogEntry.read("the log's entry", log.entry());
        TlogProof proof = TlogProof.parse(log.proof());
        Release release = found.release();
        return entry.isOf(bare.channel(), release.sequence(), release.manifest())
                && proof.inclusion().index() == found.pointer().log()
                && proof.includes(log.entry());
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
