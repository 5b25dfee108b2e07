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
import io.freshet.providers.api.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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

    /** What is chosen to have a channel begin anew, with nothing in it. */
    private static final long NOTHING = 0;

    /** As many paths are shown. */
    private static final int SHOWN = 3;

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
        return new Standing(
                state,
                reading.otherwise,
                reading.log,
                new StandingNotes(reading.newer, reading.foreign, reading.passed));
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
        private final Set<SignedVersion> newer = new LinkedHashSet<>();
        private final Set<String> foreign = new LinkedHashSet<>();
        private final Set<String> passed = new LinkedHashSet<>();
        private final boolean stolen;
        private long log;

        Reading(boolean stolen) {
            this.stolen = stolen;
        }

        private boolean isChosen(RepositoryState state, String role) {
            Long version = chosen.get(role);
            if (version != null && version != NOTHING && !stolen && version < state.namedVersion(role)) {
                passed.add(role);
            }
            return version != null && (stolen || version > state.namedVersion(role));
        }

        RepositoryState targets(RepositoryState state) throws IOException {
            String role = RoleName.TARGETS;
            SignedVersions signed = SignedVersions.list(store, reader, List.of(role));
            Optional<RepositoryState> stands = isChosen(state, role)
                    ? settled(state, role, signed, () -> choose(state, role))
                    : settled(state, role, signed, () -> reader.withTargets(state));
            if (stands.isPresent() && !chosen.containsKey(role)) {
                lookAtTargets(stands.get(), signed);
            }
            return stands.orElse(state);
        }

        private void lookAtTargets(RepositoryState state, SignedVersions signed) throws StoreException {
            long named = state.namedVersion(RoleName.TARGETS);
            SignedVersions.Above above = signed.above(state, RoleName.TARGETS, named);
            List<SignedVersion> others = above.versions().stream()
                    .filter(each ->
                            !handover.leads(state.targets(), each.state().targets()))
                    .map(SignedVersions.Version::signed)
                    .toList();
            if (stolen && !others.isEmpty()) {
                unsettled.add(new CommitException.Unsettled.Named(
                        RoleName.TARGETS,
                        named,
                        "its keys have signed newer ones: whoever had the online key has taken them back, or a run has"
                                + " left them that died or lost a race",
                        with(others, named)));
            } else if (stolen && !above.foreign().isEmpty()) {
                unsettled.add(new CommitException.Unsettled.Named(
                        RoleName.TARGETS,
                        named,
                        "above it lies what its keys have not signed, in the place of a newer one perhaps: "
                                + String.join(
                                        ", ",
                                        above.foreign().stream().limit(SHOWN).toList())
                                + ". Put back what another destination has, or say that it stands",
                        with(others, named)));
            }
            newer.addAll(others);
        }

        private static List<SignedVersion> with(List<SignedVersion> others, long named) {
            List<SignedVersion> all = new ArrayList<>(others);
            all.add(new SignedVersion(RoleName.TARGETS, named, Optional.empty()));
            return all;
        }

        RepositoryState channel(RepositoryState state, Delegation delegation, SignedVersions signed)
                throws IOException, InterruptedException {
            ChannelName channel = ChannelName.ofRole(delegation.name());
            boolean goes = handover.takes(delegation);
            if (isChosen(state, channel.role())) {
                return chosenOne(state, channel, goes, signed);
            }
            if (!state.knows(channel)) {
                return unnamed(state, channel, signed);
            }
            Optional<RepositoryState> named =
                    settled(state, channel.role(), signed, () -> asNamed(state, channel, goes));
            if (named.isPresent() && !goes) {
                look(named.get(), channel, signed);
            }
            return named.orElse(state);
        }

        private RepositoryState chosenOne(
                RepositoryState state, ChannelName channel, boolean goes, SignedVersions signed)
                throws IOException, InterruptedException {
            if (chosen.getOrDefault(channel.role(), NOTHING) == NOTHING) {
                if (!goes && state.knows(channel)) {
                    throw new IllegalArgumentException(
                            "the channel " + channel + " has keys of its own, and is named: it can't begin anew");
                }
                return state;
            }
            Optional<RepositoryState> other =
                    settled(state, channel.role(), signed, () -> choose(state, channel.role()));
            if (other.isPresent()) {
                requireWhole(other.get(), channel);
            }
            return other.orElse(state);
        }

        /** A channel that is delegated, and was never written, is none yet. */
        private RepositoryState unnamed(RepositoryState state, ChannelName channel, SignedVersions signed)
                throws StoreException {
            List<SignedVersion> others = signed.above(state, channel.role(), 0).signed().stream()
                    .filter(each -> each.sequence().isPresent())
                    .toList();
            if (stolen && !others.isEmpty()) {
                unsettled.add(new CommitException.Unsettled.Named(
                        channel.role(), 0, "nothing is named, though it has been released to", others));
            }
            newer.addAll(others);
            return state;
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
        private void look(RepositoryState state, ChannelName channel, SignedVersions signed) throws StoreException {
            long now = signed.sequence(state, channel.role()).orElse(0L);
            SignedVersions.Above above = signed.above(state, channel.role(), state.channelVersion(channel));
            for (SignedVersion each : above.signed()) {
                if (each.sequence().orElse(0L) > now) {
                    newer.add(each);
                }
            }
            if (stolen) {
                foreign.addAll(above.foreign());
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
                unsettled.add(new CommitException.Unsettled.Named(
                        role,
                        state.namedVersion(role),
                        String.valueOf(e.getMessage()),
                        signed.above(state, role, 0).signed()));
                return Optional.empty();
            }
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
