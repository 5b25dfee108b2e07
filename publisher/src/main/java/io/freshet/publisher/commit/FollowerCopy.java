package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.manifest.Descriptor;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MetaFile;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.SnapshotCustom.CondemnedRef;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Brings a follower up to a committed state: what is named goes before what names it, the timestamp last, so that a reader
 * of the follower sees some state that the authority had (commit protocol, section 7). Whatever the follower's own
 * timestamp leads to is there; of the rest each object is looked for, and copied if it is missing.
 */
final class FollowerCopy {

    private final Desk authority;
    private final ObjectStore from;
    private final ObjectStore to;
    private final MetadataReader reader;
    private final FollowerStamp stamp;
    private final ObjectCopier copier;

    FollowerCopy(Desk authority, ObjectStore to) {
        this.authority = authority;
        this.from = authority.store();
        this.to = to;
        this.reader = authority.reader();
        this.stamp = new FollowerStamp(to, authority);
        this.copier = new ObjectCopier(from, to);
    }

    CopyReport run() throws IOException, InterruptedException {
        RepositoryState target = authority.state();
        FollowerStamp.Seen seen = stamp.look(target.timestampVersion());
        if (seen.version() >= target.timestampVersion()) {
            // The checkpoint may be signed anew, or have grown, after the commit that it covers.
            long had = new Present(seen.state()).log(target);
            copyLog(target, had, had, List.of());
        }
        for (int round = 0; seen.version() < target.timestampVersion(); round++) {
            if (copied(target, seen) && stamp.write(seen, target)) {
                break;
            }
            authority.backoff().await(round);
            target = authority.state();
            seen = stamp.look(target.timestampVersion());
        }
        copyDescriptor();
        return new CopyReport(copier.objects(), copier.bytes());
    }

    /** Copies all that {@code target} leads to; false if something is gone since the authority has moved on. */
    private boolean copied(RepositoryState target, FollowerStamp.Seen seen) throws IOException, InterruptedException {
        try {
            copy(target, new Present(seen.state()));
            return true;
        } catch (ObjectMissing | CommitException.Incomplete e) {
            if (authority.state().isSameAs(target)) {
                throw e;
            }
            return false;
        }
    }

    private void copy(RepositoryState target, Present present) throws IOException, InterruptedException {
        List<Moved> moved = new ArrayList<>();
        for (ChannelName channel : target.channels()) {
            if (present.lacks(target, channel.role())) {
                RepositoryState known = reader.withChannel(target, channel);
                moved.add(new Moved(
                        MetadataReader.targetPath(known, channel.role(), channel.target()),
                        reader.pointer(known, channel),
                        present.pointer(channel)));
            }
        }
        for (Moved channel : moved) {
            copySnapshot(channel);
        }
        List<Pointer> current =
                moved.stream().flatMap(channel -> channel.pointer.stream()).toList();
        copyLog(target, present.log(target), target.custom().log(), current);
        for (long version = 1; version <= target.trusted().root().signed().version(); version++) {
            copier.documentIfThere(RepositoryPaths.metadata(RoleName.ROOT, version));
        }
        copier.documents(targets(target, present, moved));
        Optional<CondemnedRef> condemned = target.custom().condemned();
        if (condemned.isPresent()) {
            copier.condemned(condemned.get());
        }
        copier.documents(roles(target, present));
        copier.document(RepositoryPaths.metadata(RoleName.SNAPSHOT, target.snapshotVersion()));
    }

    private void copyLog(RepositoryState target, long first, long end, List<Pointer> current)
            throws IOException, InterruptedException {
        RemadeTiles remade = authority.log().remade();
        new LogCopy(from, to, copier).run(reader.log(target), first, end, current, remade);
    }

    /**
     * A channel whose document the follower lacks.
     *
     * @param path of its pointer
     * @param pointer what it points to
     * @param before what it points to at the follower
     */
    private record Moved(Optional<String> path, Optional<Pointer> pointer, Optional<Pointer> before) {

        /** Whether the follower had that release when it was current. */
        boolean had(Release release) {
            return before.isPresent() && before.get().release().sequence() >= release.sequence();
        }
    }

    /** Packs and manifest of the current release, and what history still has of those that the follower missed. */
    private void copySnapshot(Moved moved) throws IOException, InterruptedException {
        if (moved.pointer.isEmpty()) {
            return;
        }
        Pointer pointer = moved.pointer.get();
        if (moved.before.isEmpty()
                || !moved.before
                        .get()
                        .release()
                        .location()
                        .equals(pointer.release().location())) {
            Set<Digest> packs =
                    new TreeSet<>(SnapshotPacks.of(from, pointer.release().location()));
            if (moved.before.isPresent()) {
                packs.removeAll(
                        SnapshotPacks.of(to, moved.before.get().release().location()));
            }
            copier.packs(packs);
        }
        copier.document(pointer.release().manifest().path());
        copyAttestations(pointer.release());
        copyHistory(moved, pointer.history());
    }

    /** Releases of older publishers have none. */
    private void copyAttestations(Release release) throws IOException {
        for (String path :
                copyUntilOneIsMissing(AttestationPath.all(release.manifest().sha256()))) {
            copyUntilOneIsMissing(AttestationPath.timestamps(path));
        }
    }

    /** They lie without a gap: where one is missing, there are no more. Those that there are. */
    private List<String> copyUntilOneIsMissing(Stream<String> paths) throws IOException {
        List<String> there = new ArrayList<>();
        for (String path : paths.toList()) {
            if (!copier.documentIfThere(path)) {
                break;
            }
            there.add(path);
        }
        return there;
    }

    private void copyHistory(Moved moved, History history) throws IOException {
        for (Release release : history.releases()) {
            if (!moved.had(release)) {
                copier.documentIfThere(release.manifest().path());
                copyAttestations(release);
            }
        }
        if (history.older().isPresent()
                && copier.isMissing(history.older().get().path())) {
            copyHistory(moved, reader.page(history.older().get()));
            copier.document(history.older().get().path());
        }
    }

    private static List<String> targets(RepositoryState target, Present present, List<Moved> moved) throws IOException {
        List<String> targets = new ArrayList<>();
        for (Moved channel : moved) {
            channel.path.ifPresent(targets::add);
        }
        if (present.lacks(target, RoleName.TARGETS)) {
            MetadataReader.targetPath(target, RoleName.TARGETS, RepositorySigner.POLICY)
                    .ifPresent(targets::add);
        }
        return targets;
    }

    private static List<String> roles(RepositoryState target, Present present) {
        return target.trusted().snapshot().orElseThrow().signed().meta().entrySet().stream()
                .filter(role -> present.lacks(target, role.getKey()))
                .map(role ->
                        RepositoryPaths.metadata(role.getKey(), role.getValue().version()))
                .toList();
    }

    /** Unsigned advice: may change at any time, and is copied when anything else was. */
    private void copyDescriptor() throws IOException {
        Optional<StoredObject> mine = from.get(Descriptor.PATH, Descriptor.LIMITS.maxBytes());
        Optional<StoredObject> theirs = to.get(Descriptor.PATH, Descriptor.LIMITS.maxBytes());
        if (mine.isPresent()
                && (theirs.isEmpty()
                        || !Arrays.equals(mine.get().bytes(), theirs.get().bytes()))) {
            to.put(Descriptor.PATH, Body.of(mine.get().bytes()), ObjectHeaders.MUTABLE_JSON);
        }
    }

    /** What the follower's timestamp leads to. */
    private final class Present {

        private final Optional<RepositoryState> state;

        Present(Optional<RepositoryState> state) {
            this.state = state;
        }

        boolean lacks(RepositoryState target, String role) {
            return !file(target, role).equals(state.flatMap(there -> file(there, role)));
        }

        /** How many entries are there for sure: who says that there are more than the authority has says nothing. */
        long log(RepositoryState target) throws IOException {
            long said = state.isPresent() ? state.get().custom().log() : 0;
            return said > target.custom().log() ? 0 : said;
        }

        Optional<Pointer> pointer(ChannelName channel) throws IOException {
            return state.isPresent() ? reader.at(to).pointerOf(state.get(), channel) : Optional.empty();
        }

        private static Optional<MetaFile> file(RepositoryState of, String role) {
            return of.trusted().snapshot().orElseThrow().signed().file(role);
        }
    }
}
