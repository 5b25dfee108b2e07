package io.freshet.publisher.commit;

import io.freshet.core.FormatException;
import io.freshet.core.json.JsonException;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.policy.ChannelCheck;
import io.freshet.core.policy.RulesBroken;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Delegation;
import io.freshet.core.trust.Handover;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.StoreInterrupted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What stands where online keys are replaced that somebody may have stolen (commit protocol, section 10). By these a
 * snapshot can name whatever he likes. But others sign for the targets, and for channels with keys of their own: what
 * these have not signed doesn't stand, and of what they have signed somebody can say that another version is to.
 */
final class StandingDocuments {

    /** Among them could be one that takes a channel from a key which somebody has. */
    private static final String NEWER =
            "not the newest are named: whoever had the online key has taken them back, or a run has left others";

    private final ObjectStore store;
    private final MetadataReader reader;
    private final Handover handover;
    private final Map<String, Long> chosen;

    /**
     * @param handover which channels the new root takes along
     * @param chosen the versions that are to stand of some roles' documents, whatever the snapshot names
     */
    StandingDocuments(ObjectStore store, MetadataReader reader, Handover handover, Map<String, Long> chosen) {
        this.store = store;
        this.reader = reader;
        this.handover = handover;
        this.chosen = Map.copyOf(chosen);
    }

    /**
     * Reads all documents under a root.
     *
     * @param stolen whether the snapshot may be by who has stolen a key: else what was chosen stands if it is newer
     * @throws CommitException.Unsettled if one that is named can't stand, and no other was chosen
     */
    Standing read(TrustedState root, boolean stolen) throws IOException, InterruptedException {
        RepositoryState snapshot =
                reader.readSnapshotUnder(root).orElseThrow(() -> new CommitException.NoRepository(store.url()));
        Reading reading = new Reading(stolen);
        RepositoryState state = reading.targets(snapshot);
        reading.requireSettled();
        List<Delegation> delegations = Standing.delegations(state);
        requireKnown(delegations);
        SignedVersions signed = SignedVersions.list(
                store, reader, delegations.stream().map(Delegation::name).toList());
        for (Delegation delegation : delegations) {
            state = reading.channel(state, delegation, signed);
        }
        reading.requireSettled();
        return new Standing(state, reading.otherwise, reading.newer, reading.log);
    }

    private void requireKnown(List<Delegation> delegations) {
        for (String role : chosen.keySet()) {
            if (!role.equals(RoleName.TARGETS)
                    && delegations.stream().noneMatch(each -> each.name().equals(role))) {
                throw new IllegalArgumentException("the targets delegate nothing to " + role);
            }
        }
    }

    /** One look at all documents. */
    private final class Reading {

        private final Map<String, SignedFile<TargetsMetadata>> otherwise = new TreeMap<>();
        private final List<CommitException.Unsettled.Named> unsettled = new ArrayList<>();
        private final List<SignedVersion> newer = new ArrayList<>();
        private final boolean stolen;
        private long log;

        Reading(boolean stolen) {
            this.stolen = stolen;
        }

        private boolean isChosen(RepositoryState state, String role) {
            Long version = chosen.get(role);
            return version != null && (stolen || version > state.namedVersion(role));
        }

        RepositoryState targets(RepositoryState state) throws IOException {
            String role = RoleName.TARGETS;
            SignedVersions signed = SignedVersions.list(store, reader, List.of(role));
            Optional<RepositoryState> stands = isChosen(state, role)
                    ? settled(state, role, signed, () -> choose(state, role))
                    : settled(state, role, signed, () -> reader.withTargets(state));
            if (stands.isPresent() && !chosen.containsKey(role)) {
                List<SignedVersion> others = signed.above(state, role, state.namedVersion(role)).stream()
                        .filter(each -> !handover.leads(Standing.targets(stands.get()), Standing.targets(each.state())))
                        .map(SignedVersions.Version::signed)
                        .toList();
                if (stolen && !others.isEmpty()) {
                    ask(state, role, signed, NEWER);
                }
                newer.addAll(others);
            }
            return stands.orElse(state);
        }

        /** A channel that is delegated, and was never written, is none yet. */
        RepositoryState channel(RepositoryState state, Delegation delegation, SignedVersions signed)
                throws IOException, InterruptedException {
            ChannelName channel = ChannelName.ofRole(delegation.name());
            if (isChosen(state, channel.role())) {
                Optional<RepositoryState> other =
                        settled(state, channel.role(), signed, () -> choose(state, channel.role()));
                if (other.isPresent()) {
                    requireWhole(other.get(), channel);
                }
                return other.orElse(state);
            }
            if (!state.knows(channel)) {
                return state;
            }
            boolean goes = handover.takes(delegation);
            Optional<RepositoryState> named =
                    settled(state, channel.role(), signed, () -> asNamed(state, channel, goes));
            if (named.isPresent() && !goes) {
                look(named.get(), channel, signed);
            }
            return named.orElse(state);
        }

        private RepositoryState asNamed(RepositoryState state, ChannelName channel, boolean goes) throws IOException {
            if (!goes && DrivenVersion.isIn(state, channel)) {
                throw new CommitException.NoNextVersion(store.url());
            }
            return reader.withChannel(state, channel);
        }

        private RepositoryState choose(RepositoryState state, String role) throws IOException {
            RepositoryState other = reader.withSigned(state, role, chosen.getOrDefault(role, 0L));
            otherwise.put(
                    role, new SignedFile<>(role, other.trusted().targets(role).orElseThrow()));
            return other;
        }

        private void requireWhole(RepositoryState state, ChannelName channel) throws IOException, InterruptedException {
            Optional<Pointer> pointer = reader.pointer(state, channel);
            if (pointer.isPresent()) {
                try {
                    ChannelCheck.check(reader.policy(state), channel, pointer.get());
                } catch (RulesBroken e) {
                    throw new CommitException.NotAllowed(channel.name(), e);
                }
                new Reliances(store, Set.of()).requireThere(pointer.get());
                log = Math.max(log, pointer.get().log() + 1);
            }
        }

        /** What a run has left that died, or somebody has taken back. */
        private void look(RepositoryState state, ChannelName channel, SignedVersions signed) throws StoreInterrupted {
            long now = signed.sequence(state, channel.role()).orElse(0L);
            for (SignedVersions.Version each : signed.above(state, channel.role(), state.channelVersion(channel))) {
                if (each.signed().sequence().orElse(0L) > now) {
                    newer.add(each.signed());
                }
            }
        }

        private Optional<RepositoryState> settled(
                RepositoryState state, String role, SignedVersions signed, Document document) throws IOException {
            try {
                return Optional.of(document.read());
            } catch (CommitException.Untrusted
                    | CommitException.Incomplete
                    | CommitException.NoNextVersion
                    | FormatException
                    | JsonException
                    | ObjectTooLarge e) {
                if (e.getCause() instanceof TrustException.NeedsFeature) {
                    throw e;
                }
                ask(state, role, signed, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        private void ask(RepositoryState state, String role, SignedVersions signed, String why)
                throws StoreInterrupted {
            List<SignedVersion> others = signed.above(state, role, 0).stream()
                    .map(SignedVersions.Version::signed)
                    .toList();
            unsettled.add(new CommitException.Unsettled.Named(role, why, others));
        }

        void requireSettled() throws CommitException {
            if (!unsettled.isEmpty()) {
                throw new CommitException.Unsettled(store.url(), unsettled);
            }
        }
    }

    private interface Document {
        RepositoryState read() throws IOException;
    }
}
