package io.freshet.publisher.commit;

import io.freshet.core.FormatException;
import io.freshet.core.json.JsonException;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Delegation;
import io.freshet.core.trust.Handover;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands where online keys are replaced that somebody may have stolen (commit protocol, section 10). By these a
 * snapshot can name whatever he likes. But others sign for the targets, and for channels with keys of their own: of these
 * documents those count that their keys have signed, and the newest of them, not an older one that is named.
 */
final class StandingDocuments {

    private final ObjectStore store;
    private final MetadataReader reader;
    private final Handover handover;

    /** @param handover which channels the new root takes along: of these, what is named counts, if it can be read */
    StandingDocuments(ObjectStore store, MetadataReader reader, Handover handover) {
        this.store = store;
        this.reader = reader;
        this.handover = handover;
    }

    /**
     * A repository with the targets and the documents of all channels.
     *
     * @param otherwise those of them that are other ones than the snapshot names, by role
     */
    record Standing(RepositoryState state, SortedMap<String, SignedFile<TargetsMetadata>> otherwise) {

        /** What is named, whoever names it. */
        static Standing asNamed(RepositoryState state) {
            return new Standing(state, new TreeMap<>());
        }

        /** Whether clients that have seen the snapshot would take one of these for a rollback. */
        boolean rollsBack() {
            return otherwise.values().stream()
                    .anyMatch(document -> document.version() < state.namedVersion(document.role()));
        }
    }

    /**
     * Reads all of it under a root.
     *
     * @throws CommitException.Untrusted if nothing is there that a role's keys have signed
     */
    Standing read(TrustedState root) throws IOException, InterruptedException {
        RepositoryState named =
                reader.readSnapshotUnder(root).orElseThrow(() -> new CommitException.NoRepository(store.url()));
        MetadataNames names = MetadataNames.list(store);
        SortedMap<String, SignedFile<TargetsMetadata>> otherwise = new TreeMap<>();
        RepositoryState state = targets(named, names, otherwise);
        List<Delegation> delegations = targets(state).delegations().stream()
                .flatMap(all -> all.roles().stream())
                .filter(delegation -> ChannelName.isRole(delegation.name()))
                .toList();
        for (Delegation delegation : delegations) {
            state = channel(state, delegation, names, otherwise);
        }
        return new Standing(state, otherwise);
    }

    private RepositoryState targets(
            RepositoryState state, MetadataNames names, SortedMap<String, SignedFile<TargetsMetadata>> otherwise)
            throws IOException, InterruptedException {
        Optional<RepositoryState> named = attempt(() -> reader.withTargets(state));
        long floor = named.isPresent() ? state.namedVersion(RoleName.TARGETS) : 0;
        Optional<RepositoryState> newest = Optional.empty();
        for (long version : names.above(RoleName.TARGETS, floor)) {
            Optional<RepositoryState> other = attempt(() -> reader.withSigned(state, RoleName.TARGETS, version));
            if (other.isPresent() && attempt(() -> reader.policy(other.get())).isPresent()) {
                if (newest.isPresent() && !isHandedOver(newest.get(), other.get())) {
                    break;
                }
                newest = other;
            }
        }
        if (newest.isPresent() && (named.isEmpty() || !isHandedOver(newest.get(), named.get()))) {
            return taken(newest.get(), RoleName.TARGETS, otherwise);
        }
        return named.isPresent() ? named.get() : reader.withTargets(state);
    }

    /** A run that died has left what it would have committed, from what was there then. Today more may be. */
    private boolean isHandedOver(RepositoryState to, RepositoryState from) {
        return handover.leads(targets(from), targets(to));
    }

    private static TargetsMetadata targets(RepositoryState state) {
        return state.trusted().targets(RoleName.TARGETS).orElseThrow().signed();
    }

    private RepositoryState channel(
            RepositoryState state,
            Delegation delegation,
            MetadataNames names,
            SortedMap<String, SignedFile<TargetsMetadata>> otherwise)
            throws IOException, InterruptedException {
        ChannelName channel = ChannelName.ofRole(delegation.name());
        boolean goes = handover.takes(delegation);
        boolean counts = goes || !DrivenVersion.isIn(state, channel);
        Optional<RepositoryState> named =
                state.knows(channel) && counts ? attempt(() -> reader.withChannel(state, channel)) : Optional.empty();
        if (named.isPresent() && goes) {
            return named.get();
        }
        long floor = named.isPresent() ? state.channelVersion(channel) : 0;
        for (long version : names.above(channel.role(), floor)) {
            Optional<RepositoryState> other = attempt(() -> reader.withSigned(state, channel.role(), version));
            if (other.isPresent() && follows(other.get(), named, channel)) {
                return taken(other.get(), channel.role(), otherwise);
            }
        }
        return named.isPresent() || !state.knows(channel) ? named.orElse(state) : reader.withChannel(state, channel);
    }

    /**
     * Whether a channel's document can take the place of the one that is named: its release is a later one, and whole.
     * Another one of the same number is of a run that was not the first.
     */
    private boolean follows(RepositoryState other, Optional<RepositoryState> named, ChannelName channel)
            throws IOException, InterruptedException {
        Optional<Optional<Pointer>> release = attempt(() -> reader.pointer(other, channel));
        if (release.isEmpty() || release.get().isEmpty()) {
            return release.isPresent() && named.isEmpty();
        }
        Pointer pointer = release.get().get();
        long before = named.isPresent() ? sequence(named.get(), channel) : 0;
        return pointer.release().sequence() > before
                && attempt(() -> new Reliances(store, Set.of()).areThere(pointer))
                        .orElse(false);
    }

    private long sequence(RepositoryState named, ChannelName channel) throws IOException, InterruptedException {
        return attempt(() -> reader.pointer(named, channel))
                .flatMap(pointer -> pointer)
                .map(pointer -> pointer.release().sequence())
                .orElse(0L);
    }

    private static RepositoryState taken(
            RepositoryState state, String role, SortedMap<String, SignedFile<TargetsMetadata>> otherwise) {
        otherwise.put(role, new SignedFile<>(role, state.trusted().targets(role).orElseThrow()));
        return state;
    }

    private interface Reading<T> {
        T read() throws IOException, InterruptedException;
    }

    /** What may be damaged, or nobody's; what this version lacks, or a store that doesn't answer, is no reason to go past it. */
    private static <T> Optional<T> attempt(Reading<T> reading) throws IOException, InterruptedException {
        try {
            return Optional.of(reading.read());
        } catch (CommitException.Untrusted e) {
            if (e.getCause() instanceof TrustException.NeedsFeature) {
                throw e;
            }
            return Optional.empty();
        } catch (CommitException.Incomplete | FormatException | JsonException | ObjectMissing | ObjectTooLarge e) {
            return Optional.empty();
        }
    }
}
