package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
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

    /** Writes and gives the renewed documents; that of {@code released}, if any, is signed by its release. */
    List<SignedFile<TargetsMetadata>> due(RepositoryState state, Optional<ChannelName> released) throws IOException {
        List<SignedFile<TargetsMetadata>> renewed = new ArrayList<>();
        if (isDue(state, RoleName.TARGETS)) {
            write(version -> signer.renewTargets(state.trusted(), version, clock.instant()), state.targetsVersion())
                    .ifPresent(renewed::add);
        }
        for (ChannelName channel : state.channels()) {
            if (!released.equals(Optional.of(channel))) {
                RepositoryState known = reader.withChannel(state, channel);
                if (isDue(known, channel.role())) {
                    write(
                                    version -> signer.renewChannel(known.trusted(), channel, version, clock.instant()),
                                    known.channelVersion(channel))
                            .ifPresent(renewed::add);
                }
            }
        }
        return renewed;
    }

    private boolean isDue(RepositoryState state, String role) {
        return state.trusted()
                .targets(role)
                .map(document -> lifetimes.isDue(role, document.signed(), clock.instant()))
                .orElse(false);
    }

    /** Whoever lacks the key leaves it to somebody else. */
    private Optional<SignedFile<TargetsMetadata>> write(MetadataWriter.Draft<TargetsMetadata> draft, long present)
            throws IOException {
        try {
            return Optional.of(writer.writeNext(present + 1, draft));
        } catch (MissingKey e) {
            return Optional.empty();
        }
    }
}
