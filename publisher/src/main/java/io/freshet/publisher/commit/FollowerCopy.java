package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BlobDecoder;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.Descriptor;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.pack.Pack;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a follower up to date: what is named goes before what names it, the timestamp last and never backwards, so that
 * a reader of the follower sees some state that the authority had.
 */
final class FollowerCopy {

    private static final int MAX_PACK = 512_000_000;
    private static final int MAX_DOCUMENT = 8 << 20;

    private final ObjectStore from;
    private final ObjectStore to;
    private final MetadataReader reader;
    private final Set<String> there = new HashSet<>();
    private long objects;
    private long bytes;

    FollowerCopy(ObjectStore from, ObjectStore to, MetadataReader reader) {
        this.from = from;
        this.to = to;
        this.reader = reader;
    }

    CopyReport run(RepositoryState state) throws IOException {
        for (String prefix : List.of("packs/", "manifests/", "log/seq/", "targets/", "metadata/")) {
            to.list(prefix, object -> there.add(object.key()));
        }
        copyRoots();
        for (ChannelName channel : state.channels()) {
            copyChannel(reader.withChannel(state, channel), channel);
        }
        Optional<String> policy = MetadataReader.targetPath(state, RoleName.TARGETS, RepositorySigner.POLICY);
        if (policy.isPresent()) {
            copy(policy.get(), ObjectHeaders.IMMUTABLE_JSON, MAX_DOCUMENT);
        }
        copyMetadata(RoleName.TARGETS, state.targetsVersion());
        copyMetadata(RoleName.SNAPSHOT, state.snapshotVersion());
        boolean current = copyTimestamp(state);
        copyDescriptor();
        return new CopyReport(objects, bytes, current);
    }

    private void copyChannel(RepositoryState state, ChannelName channel) throws IOException {
        Optional<Pointer> pointer = reader.pointer(state, channel);
        if (pointer.isPresent()) {
            copySnapshot(pointer.get().release());
            copyLog(pointer.get().log());
            copyHistory(pointer.get().history());
            copy(
                    MetadataReader.targetPath(state, channel.role(), channel.target())
                            .orElseThrow(),
                    ObjectHeaders.IMMUTABLE_JSON,
                    MAX_DOCUMENT);
        }
        copyMetadata(channel.role(), state.channelVersion(channel));
    }

    /** Copies the packs and the manifest of the current release; older ones are there from when they were current. */
    private void copySnapshot(Release release) throws IOException {
        LocationRef ref = release.location();
        Digest own = ref.place().pack();
        LocationRoot root = LocationRoot.read(ref.sha256(), own, blob(ref.place()));
        PackList list = PackList.read(root.packListDigest(), blob(root.packList()));
        for (PackUse use : list.packs()) {
            copy(Pack.path(use.pack()), ObjectHeaders.IMMUTABLE_BINARY, MAX_PACK);
        }
        copy(Pack.path(root.packList().pack()), ObjectHeaders.IMMUTABLE_BINARY, MAX_PACK);
        copy(Pack.path(own), ObjectHeaders.IMMUTABLE_BINARY, MAX_PACK);
        copy(release.manifest().path(), ObjectHeaders.IMMUTABLE_JSON, MAX_DOCUMENT);
    }

    private void copyHistory(History history) throws IOException {
        for (Release release : history.releases()) {
            copyIfThere(release.manifest().path());
        }
        if (history.older().isPresent()) {
            ObjectRef page = history.older().get();
            if (!there.contains(page.path())) {
                copyHistory(History.readPage(page.path(), get(from, page.path(), MAX_DOCUMENT)));
                copy(page.path(), ObjectHeaders.IMMUTABLE_JSON, MAX_DOCUMENT);
            }
        }
    }

    /** Copies the entries of the log up to number {@code last} that are missing, upwards: a crash leaves no gap. */
    private void copyLog(long last) throws IOException {
        long first = last;
        while (first > 0 && !there.contains(LogSequence.path(first - 1))) {
            first--;
        }
        for (long n = first; n <= last; n++) {
            copy(LogSequence.path(n), ObjectHeaders.IMMUTABLE_JSON, MAX_DOCUMENT);
        }
    }

    private void copyRoots() throws IOException {
        for (long version = 1; ; version++) {
            String path = RepositoryPaths.metadata(RoleName.ROOT, version);
            if (!copyIfThere(path)) {
                return;
            }
        }
    }

    private void copyMetadata(String role, long version) throws IOException {
        copy(RepositoryPaths.metadata(role, version), ObjectHeaders.IMMUTABLE_JSON, MAX_DOCUMENT);
    }

    private boolean copyTimestamp(RepositoryState state) throws IOException {
        Body body = Body.of(state.timestamp());
        while (true) {
            Optional<RepositoryState> now = new MetadataReader(to, rootOf(state)).read();
            if (now.isPresent() && now.get().timestampVersion() >= state.timestampVersion()) {
                return true;
            }
            boolean written = now.isPresent()
                    ? to.compareAndSet(
                                    RepositoryPaths.TIMESTAMP, now.get().revision(), body, ObjectHeaders.MUTABLE_JSON)
                            instanceof CasResult.Stored
                    : to.putIfAbsent(RepositoryPaths.TIMESTAMP, body, ObjectHeaders.MUTABLE_JSON)
                            instanceof PutResult.Stored;
            if (written) {
                objects++;
                bytes += state.timestamp().length;
                return true;
            }
        }
    }

    private byte[] rootOf(RepositoryState state) throws IOException {
        long version = state.trusted().root().signed().version();
        return get(from, RepositoryPaths.metadata(RoleName.ROOT, version), MAX_DOCUMENT);
    }

    private void copyDescriptor() throws IOException {
        Optional<StoredObject> mine = from.get(Descriptor.PATH, Descriptor.LIMITS.maxBytes());
        Optional<StoredObject> theirs = to.get(Descriptor.PATH, Descriptor.LIMITS.maxBytes());
        if (mine.isPresent()
                && (theirs.isEmpty()
                        || !Arrays.equals(mine.get().bytes(), theirs.get().bytes()))) {
            to.put(Descriptor.PATH, Body.of(mine.get().bytes()), ObjectHeaders.MUTABLE_JSON);
        }
    }

    private byte[] blob(BlobPlace place) throws IOException {
        try (BlobDecoder decoder = new BlobDecoder()) {
            return decoder.decode(place, stored(place), 0);
        } catch (FormatException e) {
            throw e.in(from.url());
        }
    }

    private byte[] stored(BlobPlace place) throws IOException {
        return from.getRange(Pack.path(place.pack()), place.offset(), place.stored());
    }

    /** Copies a document that the authority may have removed since; says whether it has it. */
    private boolean copyIfThere(String path) throws IOException {
        if (there.contains(path)) {
            return true;
        }
        Optional<StoredObject> object = from.get(path, MAX_DOCUMENT);
        if (object.isPresent()) {
            write(path, object.get().bytes(), ObjectHeaders.IMMUTABLE_JSON);
        }
        return object.isPresent();
    }

    private void copy(String path, ObjectHeaders headers, int maxBytes) throws IOException {
        if (!there.contains(path)) {
            write(path, get(from, path, maxBytes), headers);
        }
    }

    private void write(String path, byte[] content, ObjectHeaders headers) throws IOException {
        to.put(path, Body.of(content), headers);
        there.add(path);
        objects++;
        bytes += content.length;
    }

    private static byte[] get(ObjectStore store, String path, int maxBytes) throws IOException {
        return store.get(path, maxBytes)
                .orElseThrow(() -> new CommitException.Incomplete(store.url(), path))
                .bytes();
    }
}
