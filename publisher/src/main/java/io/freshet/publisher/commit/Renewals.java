package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TrustedState;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs again what has less than half of its life left, as far as the keys are at hand: every publication does. */
final class Renewals {

    private final MetadataWriter writer;
    private final MetadataReader reader;
    private final RepositorySigner signer;
    private final Lifetimes lifetimes;
    private final Clock clock;

    Renewals(MetadataWriter writer, MetadataReader reader, RepositorySigner signer, Lifetimes lifetimes, Clock clock) {
        this.writer = writer;
        this.reader = reader;
        this.signer = signer;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** Whether snapshot or timestamp have less than half of their lives left. */
    boolean isDue(RepositoryState state) {
        Instant now = clock.instant();
        TrustedState trusted = state.trusted();
        return lifetimes.isDue(
                        RoleName.SNAPSHOT, trusted.snapshot().orElseThrow().signed(), now)
                || lifetimes.isDue(
                        RoleName.TIMESTAMP, trusted.timestamp().orElseThrow().signed(), now);
    }

    /**
     * What was due.
     *
     * @param root whether a root was written
     * @param documents what else was written, to be named by the next snapshot
     * @param left what nobody here could sign
     */
    record Due(boolean root, List<SignedFile<TargetsMetadata>> documents, List<Expiring> left) {}

    /**
     * Writes the renewed documents, the root before the others; that of {@code released}, if any, is signed by its release.
     */
    Due due(RepositoryState state, Optional<ChannelName> released) throws IOException {
        List<SignedFile<TargetsMetadata>> renewed = new ArrayList<>();
        List<Expiring> left = new ArrayList<>();
        boolean root = renewRoot(state, left);
        if (isDue(state, RoleName.TARGETS)) {
            renew(
                    state,
                    RoleName.TARGETS,
                    state.targetsVersion(),
                    version -> signer.renewTargets(state.trusted(), version, clock.instant()),
                    renewed,
                    left);
        }
        for (ChannelName channel : state.channels()) {
            if (!released.equals(Optional.of(channel))) {
                RepositoryState known = reader.withChannel(state, channel);
                if (isDue(known, channel.role())) {
                    renew(
                            known,
                            channel.role(),
                            known.channelVersion(channel),
                            version -> signer.renewChannel(known.trusted(), channel, version, clock.instant()),
                            renewed,
                            left);
                }
            }
        }
        return new Due(root, List.copyOf(renewed), List.copyOf(left));
    }

    /** The root alone, where nothing else can be committed. */
    Due dueRoot(RepositoryState state) throws IOException {
        List<Expiring> left = new ArrayList<>();
        boolean root = renewRoot(state, left);
        return new Due(root, List.of(), List.copyOf(left));
    }

    private boolean renewRoot(RepositoryState state, List<Expiring> left) throws IOException {
        RootMetadata root = state.trusted().root().signed();
        if (!lifetimes.isDue(RoleName.ROOT, root, clock.instant())) {
            return false;
        }
        try {
            writer.writeRoot(signer.renewRoot(state.trusted(), clock.instant()));
            return true;
        } catch (MissingKey e) {
            left.add(new Expiring(RoleName.ROOT, root.expires(), root.root()));
            return false;
        }
    }

    private boolean isDue(RepositoryState state, String role) {
        return state.trusted()
                .targets(role)
                .map(document -> lifetimes.isDue(role, document.signed(), clock.instant()))
                .orElse(false);
    }

    /** Whoever lacks the key leaves it to somebody else, and says so. */
    private void renew(
            RepositoryState state,
            String role,
            long present,
            MetadataWriter.Draft<TargetsMetadata> draft,
            List<SignedFile<TargetsMetadata>> renewed,
            List<Expiring> left)
            throws IOException {
        try {
            renewed.add(writer.writeNext(present + 1, draft));
        } catch (MissingKey e) {
            Instant expires =
                    state.trusted().targets(role).orElseThrow().signed().expires();
            left.add(new Expiring(role, expires, state.signers(role)));
        }
    }
}
