package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.manifest.Chain;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.policy.Policy;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MetaFile;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.SnapshotCustom.CondemnedRef;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a repository's metadata from one destination, verifying all of it down from the root that the publisher holds.
 * Expired documents are accepted: a publisher is who signs them anew.
 */
final class MetadataReader {

    private static final Instant NO_EXPIRY = TrustedState.BEFORE_ANY_EXPIRY;
    private static final int MAX_METADATA = 5_000_000;
    private static final int MAX_TARGET = 1 << 20;

    private final ObjectStore store;
    private final byte[] root;
    private final KeptDocuments documents = new KeptDocuments();
    /** The newest root that was there: those before it need not be read again. */
    private volatile @Nullable TrustedState rooted;

    /** @param root the root that the publisher was given; later ones follow from it */
    MetadataReader(ObjectStore store, byte[] root) {
        this.store = store;
        this.root = root;
    }

    /** A reader of a copy of the same repository: the newest root that was seen here is in force there, too. */
    MetadataReader at(ObjectStore copy) {
        MetadataReader reader = new MetadataReader(copy, root);
        reader.rooted = rooted;
        return reader;
    }

    /** The metadata as they are now, or nothing where there is no repository. */
    Optional<RepositoryState> read() throws IOException {
        return read(this::roots);
    }

    /** The same under a root that may not be the newest. */
    Optional<RepositoryState> readUnder(TrustedState root) throws IOException {
        return read(() -> root);
    }

    /** The version of a timestamp, wherever it leads; 0 where no root here holds it for one. */
    long timestampVersion(byte[] timestamp) throws IOException {
        try {
            return verified(roots(), trusted -> trusted.updateTimestamp(timestamp, NO_EXPIRY))
                    .timestamp()
                    .orElseThrow()
                    .signed()
                    .version();
        } catch (CommitException.Untrusted e) {
            return 0;
        }
    }

    /** The same down to the snapshot: what that names, the keys of others have signed, and it may be wrong about it. */
    Optional<RepositoryState> readSnapshotUnder(TrustedState root) throws IOException {
        return readSnapshot(() -> root);
    }

    /** Where a state to begin with comes from, once there is a repository. */
    private interface Beginning {
        TrustedState begin() throws IOException;
    }

    private Optional<RepositoryState> read(Beginning beginning) throws IOException {
        Optional<RepositoryState> state = readSnapshot(beginning);
        return state.isPresent() ? Optional.of(withTargets(state.get())) : Optional.empty();
    }

    private Optional<RepositoryState> readSnapshot(Beginning beginning) throws IOException {
        Optional<StoredObject> timestamp = store.get(RepositoryPaths.TIMESTAMP, MAX_METADATA);
        if (timestamp.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = timestamp.get().bytes();
        TrustedState stamped = verified(beginning.begin(), trusted -> trusted.updateTimestamp(bytes, NO_EXPIRY));
        long version = stamped.timestamp().orElseThrow().signed().snapshot().version();
        byte[] snapshot = get(RepositoryPaths.metadata(RoleName.SNAPSHOT, version));
        TrustedState state = verified(stamped, trusted -> trusted.updateSnapshot(snapshot, NO_EXPIRY));
        return Optional.of(new RepositoryState(state, bytes, timestamp.get().revision()));
    }

    /** A state with the top-level targets that its snapshot names. */
    RepositoryState withTargets(RepositoryState state) throws IOException {
        MetaFile listed = verified(state.trusted(), trusted -> trusted.requireListed(RoleName.TARGETS));
        byte[] targets = get(RepositoryPaths.metadata(RoleName.TARGETS, listed.version()));
        return writable(state.with(verified(state.trusted(), trusted -> trusted.updateTargets(targets, NO_EXPIRY))));
    }

    /** The same with the document of a channel. */
    RepositoryState withChannel(RepositoryState state, ChannelName channel) throws IOException {
        byte[] bytes = get(RepositoryPaths.metadata(channel.role(), state.channelVersion(channel)));
        return state.with(verified(
                state.trusted(),
                trusted -> trusted.updateDelegated(channel.role(), RoleName.TARGETS, bytes, NO_EXPIRY)));
    }

    /** A state with a version of the targets, or of a channel's document, that its keys have signed, whatever is named. */
    RepositoryState withSigned(RepositoryState state, String role, long version) throws IOException {
        byte[] bytes = get(RepositoryPaths.metadata(role, version));
        RepositoryState more =
                state.with(verified(state.trusted(), trusted -> trusted.takeSigned(role, version, bytes)));
        return role.equals(RoleName.TARGETS) ? writable(more) : more;
    }

    private RepositoryState writable(RepositoryState state) throws CommitException {
        return verified(state, writable -> {
            writable.trusted().requireWritable();
            return writable;
        });
    }

    /** What a channel points to, in a state that has its document; nothing where it was never released to. */
    Optional<Pointer> pointer(RepositoryState state, ChannelName channel) throws IOException {
        Optional<byte[]> bytes = target(state, channel.role(), channel.target());
        return bytes.isPresent()
                ? Optional.of(Pointer.readToSucceed(channel.target(), channel.name(), bytes.get()))
                : Optional.empty();
    }

    /** What a channel points to in any state, its document being read if need be. */
    Optional<Pointer> pointerOf(RepositoryState state, ChannelName channel) throws IOException {
        return state.knows(channel) ? pointer(withChannel(state, channel), channel) : Optional.empty();
    }

    /** A page of a channel's history. */
    History page(ObjectRef page) throws IOException {
        byte[] bytes = get(page.path(), History.LIMITS.maxBytes());
        if (!ObjectRef.to(bytes).equals(page)) {
            throw new FormatException(page.path(), "its bytes have another digest").in(store.url());
        }
        return History.readPage(page.path(), bytes);
    }

    /** The chain of a release, as its manifest says. */
    Chain chain(Release release) throws IOException {
        ObjectRef manifest = release.manifest();
        byte[] bytes = get(manifest.path(), Manifest.LIMITS.maxBytes());
        if (!ObjectRef.to(bytes).equals(manifest)) {
            throw new FormatException(manifest.path(), "its bytes have another digest").in(store.url());
        }
        return Chain.of(Manifest.readToSucceed(manifest.path(), bytes).source());
    }

    /** The condemned list in force. */
    CondemnedList condemned(RepositoryState state) throws IOException {
        Optional<CondemnedRef> named = state.custom().condemned();
        if (named.isEmpty()) {
            return CondemnedList.NONE;
        }
        String path = named.get().path();
        byte[] bytes = store.get(path, CondemnedList.MAX_BYTES)
                .orElseThrow(() -> new CommitException.Incomplete(store.url(), path))
                .bytes();
        if (bytes.length != named.get().length()
                || !Digest.of(bytes).equals(named.get().sha256())) {
            throw new FormatException(path, "has other bytes than the snapshot says").in(store.url());
        }
        return CondemnedReader.read(path, bytes);
    }

    /** The rules of the repository. */
    Policy policy(RepositoryState state) throws IOException {
        byte[] bytes = target(state, RoleName.TARGETS, RepositorySigner.POLICY)
                .orElseThrow(() -> new CommitException.Incomplete(store.url(), RepositorySigner.POLICY));
        return Policy.readToSucceed(RepositorySigner.POLICY, bytes);
    }

    /** Where the target of a role lies, if it has one of that path. */
    static Optional<String> targetPath(RepositoryState state, String role, String path) {
        return file(state, role, path)
                .map(file -> RepositoryPaths.target(path, file.hashes().sha256()));
    }

    private Optional<byte[]> target(RepositoryState state, String role, String path) throws IOException {
        Optional<TargetFile> file = file(state, role, path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String object = targetPath(state, role, path).orElseThrow();
        byte[] bytes = get(object, MAX_TARGET);
        return Optional.of(verified(file.get(), target -> {
            target.verify(object, bytes);
            return bytes;
        }));
    }

    private static Optional<TargetFile> file(RepositoryState state, String role, String path) {
        return state.trusted()
                .targets(role)
                .map(Metadata::signed)
                .map(TargetsMetadata::targets)
                .map(targets -> targets.get(path));
    }

    /** The repository's log. */
    RepositoryLog log(RepositoryState state) throws IOException {
        RootMetadata trusted = state.trusted().root().signed();
        return RepositoryLog.of(firstRoot(trusted), trusted);
    }

    /** The same under the root that is the newest now. */
    RepositoryLog newestLog() throws IOException {
        RootMetadata trusted = roots().root().signed();
        return RepositoryLog.of(firstRoot(trusted), trusted);
    }

    /** What names the log: the root that was given, or what a later one says. The store is not asked, nor believed. */
    Digest firstRoot(RootMetadata trusted) throws CommitException {
        TrustedState given = verified(root, bytes -> TrustedState.startFrom("the root that was given", bytes));
        return given.root().signed().version() == 1
                ? Digest.of(root)
                : trusted.firstRoot().orElseThrow(CommitException.NoFirstRoot::new);
    }

    private TrustedState roots() throws IOException {
        TrustedState before = rooted;
        TrustedState state = before != null
                ? before
                : verified(root, bytes -> TrustedState.startFrom("the root that was given", bytes));
        while (true) {
            Optional<StoredObject> next = store.get(state.nextRootPath(), MAX_METADATA);
            if (next.isEmpty()) {
                rooted = state;
                return state;
            }
            state = verified(state, trusted -> trusted.updateRoot(next.get().bytes()));
        }
    }

    /** A step that verifies something. */
    private interface Step<T, R> {
        R take(T from) throws TrustException;
    }

    private <T, R> R verified(T from, Step<T, R> step) throws CommitException {
        try {
            return step.take(from);
        } catch (TrustException e) {
            throw new CommitException.Untrusted(store.url(), e);
        }
    }

    private byte[] get(String object) throws IOException {
        return get(object, MAX_METADATA);
    }

    private byte[] get(String object, int maxBytes) throws IOException {
        return documents.get(
                object,
                () -> store.get(object, maxBytes)
                        .orElseThrow(() -> new CommitException.Incomplete(store.url(), object))
                        .bytes());
    }
}
