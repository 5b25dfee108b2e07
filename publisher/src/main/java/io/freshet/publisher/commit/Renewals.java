package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs again what has less than half of its life left, as far as the keys are at hand: every publication does. */
final class Renewals {

    private final ObjectStore store;
    private final MetadataReader reader;
    private final RepositorySigner signer;
    private final Lifetimes lifetimes;
    private final Clock clock;

    Renewals(ObjectStore store, MetadataReader reader, RepositorySigner signer, Lifetimes lifetimes, Clock clock) {
        this.store = store;
        this.reader = reader;
        this.signer = signer;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** Writes and gives the renewed documents; that of {@code released} is signed by its release. */
    List<SignedFile<TargetsMetadata>> due(RepositoryState state, ChannelName released) throws IOException {
        List<SignedFile<TargetsMetadata>> renewed = new ArrayList<>();
        if (isDue(state, RoleName.TARGETS)) {
            write(version -> signer.renewTargets(state.trusted(), version, clock.instant()), state.targetsVersion())
                    .ifPresent(renewed::add);
        }
        for (ChannelName channel : state.channels()) {
            if (!channel.equals(released)) {
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

    /** Whoever lacks the key, or finds the name taken, leaves it to the next publication. */
    private Optional<SignedFile<TargetsMetadata>> write(Committer.Draft<TargetsMetadata> draft, long present)
            throws IOException {
        try {
            SignedFile<TargetsMetadata> file = draft.sign(present + 1);
            PutResult result = store.putIfAbsent(file.path(), Body.of(file.bytes()), ObjectHeaders.IMMUTABLE_JSON);
            return result instanceof PutResult.Stored ? Optional.of(file) : Optional.empty();
        } catch (MissingKey e) {
            return Optional.empty();
        }
    }
}
