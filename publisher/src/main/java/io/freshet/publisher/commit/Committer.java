package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.Signed;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes releases at the authority. Everything that a release names is there before the one conditional write of the
 * timestamp, which decides; who loses it reads the state anew, signs again and tries again.
 */
final class Committer {

    private static final int MAX_RACES = 64;

    private final ObjectStore store;
    private final MetadataReader reader;
    private final RepositorySigner signer;
    private final Renewals renewals;
    private final Clock clock;
    private final Backoff backoff;

    Committer(
            ObjectStore store,
            MetadataReader reader,
            RepositorySigner signer,
            Renewals renewals,
            Clock clock,
            Backoff backoff) {
        this.store = store;
        this.reader = reader;
        this.signer = signer;
        this.renewals = renewals;
        this.clock = clock;
        this.backoff = backoff;
    }

    /** Waits a little, differently for each of several that race. */
    @FunctionalInterface
    interface Backoff {
        void await(int race) throws InterruptedException;
    }

    /** Releases {@code draft}. */
    Released release(RepositoryState state, ReleaseDraft draft) throws IOException, InterruptedException {
        ChannelName channel = draft.channel();
        RepositoryState known = reader.withChannel(state, channel);
        Optional<Pointer> before = reader.pointer(known, channel);
        requireUnmoved(draft, before);
        Pointer pointer = pointer(draft, before);
        byte[] document = pointer.toBytes();
        TargetFile target = TargetFile.of(document);
        store.put(
                RepositoryPaths.target(channel.target(), Digest.of(document)),
                Body.of(document),
                ObjectHeaders.IMMUTABLE_JSON);
        SignedFile<TargetsMetadata> role = point(known, channel, target);
        int races = commit(known, draft, target, role);
        return new Released(pointer, races);
    }

    /** Makes the state current in which {@code changed} documents, which are written, are current; for changes other than releases. */
    boolean tryCommit(RepositoryState state, List<SignedFile<TargetsMetadata>> changed) throws IOException {
        var snapshot = writeNext(
                state.snapshotVersion() + 1, version -> signer.snapshot(state.trusted(), changed, version, now()));
        var timestamp = signed(() -> signer.timestamp(state.trusted(), snapshot, state.timestampVersion() + 1, now()));
        CasResult result = store.compareAndSet(
                RepositoryPaths.TIMESTAMP, state.revision(), Body.of(timestamp.bytes()), ObjectHeaders.MUTABLE_JSON);
        if (result instanceof CasResult.Stored) {
            return true;
        }
        // The answer to an earlier attempt may have been lost: the same bytes there mean that it was made.
        return reader.read()
                .map(now -> Arrays.equals(now.timestamp(), timestamp.bytes()))
                .orElse(false);
    }

    private int commit(RepositoryState first, ReleaseDraft draft, TargetFile target, SignedFile<TargetsMetadata> role)
            throws IOException, InterruptedException {
        RepositoryState state = first;
        for (int race = 0; race < MAX_RACES; race++) {
            requireNotCondemned(draft);
            List<SignedFile<TargetsMetadata>> changed = new ArrayList<>(renewals.due(state, draft.channel()));
            changed.add(role);
            if (tryCommit(state, changed)) {
                return race;
            }
            backoff.await(race);
            state = reader.read().orElseThrow(() -> new CommitException.NoRepository(store.url()));
            if (state.channelVersion(draft.channel()) != first.channelVersion(draft.channel())) {
                RepositoryState moved = reader.withChannel(state, draft.channel());
                requireUnmoved(draft, reader.pointer(moved, draft.channel()));
                // Only its expiry was renewed: the document is signed again, above that version.
                return commit(moved, draft, target, point(moved, draft.channel(), target)) + race + 1;
            }
        }
        throw new CommitException.TooBusy(MAX_RACES);
    }

    private SignedFile<TargetsMetadata> point(RepositoryState state, ChannelName channel, TargetFile target)
            throws IOException {
        return writeNext(
                state.channelVersion(channel) + 1,
                version -> signer.pointChannel(state.trusted(), channel, target, version, now()));
    }

    private Pointer pointer(ReleaseDraft draft, Optional<Pointer> before) throws IOException {
        History history = History.NONE;
        if (before.isPresent()) {
            History.Grown grown = before.get().history().plus(plain(before.get().release()));
            history = grown.history();
            if (grown.page().isPresent()) {
                byte[] page = grown.page().get();
                store.put(ObjectRef.to(page).path(), Body.of(page), ObjectHeaders.IMMUTABLE_JSON);
            }
        }
        long sequence = draft.follows() + 1;
        LogSequence.Entry entry =
                new LogSequence.Entry(draft.channel(), sequence, draft.manifest(), draft.height(), draft.time());
        long log = new LogSequence(store).append(entry, before.map(Pointer::log).orElse(-1L));
        Release release = new Release(
                sequence,
                draft.manifest(),
                draft.location(),
                draft.height(),
                draft.time(),
                before.map(Pointer::unknown).orElse(UnknownFields.NONE));
        return new Pointer(draft.channel().name(), release, Optional.empty(), log, history);
    }

    /** A release as history lists it: what else the pointer said stays with the pointer. */
    private static Release plain(Release release) {
        return new Release(
                release.sequence(),
                release.manifest(),
                release.location(),
                release.height(),
                release.time(),
                UnknownFields.NONE);
    }

    private static void requireUnmoved(ReleaseDraft draft, Optional<Pointer> now) throws CommitException {
        long found = now.map(pointer -> pointer.release().sequence()).orElse(0L);
        if (found != draft.follows()) {
            throw new CommitException.ChannelMoved(draft.channel().name(), draft.follows(), found);
        }
    }

    private void requireNotCondemned(ReleaseDraft draft) throws IOException {
        for (Digest pack : CondemnedPacks.read(store)) {
            if (draft.packs().contains(pack)) {
                throw new CommitException.Condemned(pack.brief());
            }
        }
    }

    /** Writes a signed document under the first version from {@code from} on whose name is free. */
    <T extends Signed> SignedFile<T> writeNext(long from, Draft<T> draft) throws IOException {
        for (long version = from; ; version++) {
            long next = version;
            SignedFile<T> file = signed(() -> draft.sign(next));
            PutResult result = store.putIfAbsent(file.path(), Body.of(file.bytes()), ObjectHeaders.IMMUTABLE_JSON);
            if (result instanceof PutResult.Stored || isThere(file)) {
                return file;
            }
        }
    }

    private boolean isThere(SignedFile<?> file) throws IOException {
        return store.get(file.path(), 8 << 20)
                .map(object -> Arrays.equals(object.bytes(), file.bytes()))
                .orElse(false);
    }

    /** Signs a document as a given version. */
    @FunctionalInterface
    interface Draft<T extends Signed> {
        SignedFile<T> sign(long version) throws MissingKey;
    }

    private interface Signing<T> {
        T sign() throws MissingKey;
    }

    private static <T> T signed(Signing<T> signing) throws CommitException {
        try {
            return signing.sign();
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }

    private Instant now() {
        return clock.instant();
    }
}
