package io.freshet.fetcher;

import io.freshet.core.proof.ProvenRelease;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.TrustDirectory;
import io.freshet.core.trust.TrustStore;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.log.LogCheck;
import io.freshet.fetcher.log.LogRule;
import io.freshet.fetcher.log.Logged;
import io.freshet.fetcher.proof.AnsweredOnce;
import io.freshet.fetcher.proof.ProofKeeper;
import io.freshet.fetcher.trust.ChannelSnapshot;
import io.freshet.fetcher.trust.MirrorMetadata;
import io.freshet.fetcher.trust.SecondChances;
import io.freshet.fetcher.trust.SnapshotFinder;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * What a directory does about a release before it fetches it and after: finds it, holds it against the log, remembers
 * that it was taken, and keeps what proves it. In this order, for only what is taken may be remembered.
 */
public final class Intake {

    private final Home home;
    private final TrustStore trust;
    private final MetadataSource metadata;
    private final SnapshotFinder finder;
    private final Instant began;

    /** @param home the directory, whose trust metadata are brought up to date */
    public Intake(Home home, Mirrors mirrors, Clock clock) {
        this.home = home;
        this.trust = new TrustDirectory(home.trust());
        this.metadata = new AnsweredOnce(new MirrorMetadata(mirrors));
        this.finder = new SnapshotFinder(mirrors, trust, clock, SecondChances.usual());
        this.began = clock.instant();
    }

    /** Whom to ask where a release is refused, by the root that is trusted last, which may have expired itself. */
    public Optional<Contact> contact() {
        return Contact.kept(trust);
    }

    /** Finds releases. */
    public SnapshotFinder finder() {
        return finder;
    }

    /**
     * Takes a release that was found.
     *
     * @param log what is required of the repository's log
     * @return where the log has it, if that was required
     */
    public Optional<Logged> take(ChannelSnapshot found, Optional<LogRule> log) throws IOException {
        Optional<Logged> logged = Optional.empty();
        if (log.isPresent()) {
            logged = Optional.of(new LogCheck(metadata, trust, home.evidence(), log.get()).check(found));
        }
        finder.taken(found);
        return logged;
    }

    /**
     * Keeps what proves a version, once it is there.
     *
     * @param logged what {@link #take} has said of it
     * @return what that proves; nothing if it is too large to be kept
     */
    public Optional<ProvenRelease> prove(VersionId version, ChannelSnapshot found, Optional<Logged> logged)
            throws IOException {
        ChannelName channel = new ChannelName(found.pointer().channel());
        return new ProofKeeper(metadata, trust, channel).keep(home, version, found, began, logged);
    }
}
