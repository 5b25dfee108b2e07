package io.freshet.fetcher.version;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.json.JsonException;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.UnsupportedFeature;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.seed.SeedVersion;
import io.freshet.fetcher.tree.DiskSync;
import io.freshet.fetcher.tree.Durable;
import io.freshet.fetcher.tree.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory that versions are fetched into, locked while it is open.
 *
 * <pre>
 * versions/ID              one tree of files each
 * versions/.staging-ID     one that is being built
 * versions/.gone-ID        one that is being deleted
 * current                  a link to the version in use
 * .freshet/lock            held by the fetch that is at work
 * .freshet/manifests/ID    the manifests of the versions
 * .freshet/origins/ID      where they came from
 * .freshet/proofs/ID       what proves them to who has no network
 * .freshet/stamps/ID/      what files looked like when they were verified
 * .freshet/used/ID         there if a version was ever in use: a node may have changed it since
 * .freshet/index/          content nodes of the versions
 * .freshet/trust/          metadata that were seen last
 * .freshet/evidence/       what two histories of a log are proven with, if there ever were any
 * .freshet/tmp/            emptied when it is opened
 * </pre>
 *
 * A version is complete as soon as its directory has its name: that is one rename, after everything in it is on the
 * disk. It is in use as soon as {@code current} says so: that is one rename, too.
 */
public final class Home implements AutoCloseable {

    private static final String STAGING = ".staging-";
    private static final String GONE = ".gone-";
    private static final long FULL_BYTES = 1 << 20;

    private static final System.Logger logger = System.getLogger(Home.class.getName());

    private final Path directory;
    private final FetchedDirectory look;
    private final FileChannel lockFile;

    private Home(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.look = new FetchedDirectory(directory);
        this.lockFile = lockFile;
    }

    /**
     * Opens a directory, making it if need be.
     *
     * @param replace whether one that holds other things is accepted
     */
    public static Home open(Path directory, boolean replace) throws IOException {
        Path own = directory.resolve(".freshet");
        if (!Files.isDirectory(own) && !replace && holdsAnything(directory)) {
            throw new HomeRefused.Foreign(directory, "it is not empty and was not made by Freshet");
        }
        Path current = directory.resolve("current");
        if (Files.exists(current, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(current)) {
            throw new HomeRefused.Foreign(directory, "its \"current\" is no link");
        }
        Files.createDirectories(own.resolve("manifests"));
        Files.createDirectories(own.resolve("stamps"));
        Files.createDirectories(own.resolve("used"));
        Files.createDirectories(own.resolve("trust"));
        Files.createDirectories(directory.resolve("versions"));
        FileChannel lockFile =
                FileChannel.open(own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(lockFile)) {
            lockFile.close();
            throw new HomeRefused.Busy(directory);
        }
        // What is synced later is lost with the way to it.
        Durable.directory(own);
        Durable.directory(directory);
        DiskSync.prepare();
        Home home = new Home(directory, lockFile);
        home.deleteAll(GONE, home.temporary());
        home.deleteStampsOfNothing();
        Trees.delete(home.temporary());
        Files.createDirectories(home.temporary());
        return home;
    }

    /** The version in use of a directory that nobody need have opened. */
    public static Optional<VersionId> active(Path directory) throws IOException {
        Path current = directory.resolve("current");
        if (!Files.isSymbolicLink(current) || !Files.isDirectory(current)) {
            return Optional.empty();
        }
        Path target = Files.readSymbolicLink(current).getFileName();
        return target == null ? Optional.empty() : VersionId.parse(target.toString());
    }

    /** The version in use. */
    public Optional<VersionId> active() throws IOException {
        return active(directory);
    }

    /**
     * The version in use, if it is of that manifest and has the components of {@code wanted}: under its own number or
     * that of another release, for a channel may be halted and resumed, or a snapshot promoted.
     */
    public Optional<VersionId> activeOf(VersionId wanted, Digest manifest) throws IOException {
        Optional<VersionId> active = active();
        return active.isPresent() && (active.get().equals(wanted) || look.isOf(active.get(), wanted, manifest))
                ? active
                : Optional.empty();
    }

    /** All complete versions, newest first. */
    public List<VersionId> versions() throws IOException {
        return look.versions();
    }

    /** The versions whose manifests are here, the one in use first: what can be reused. */
    public List<SeedVersion> seeds() throws IOException {
        Optional<VersionId> active = active();
        List<SeedVersion> seeds = new ArrayList<>();
        for (VersionId id : versions()) {
            Optional<Manifest> manifest = manifest(id);
            if (manifest.isPresent()) {
                SeedVersion seed = new SeedVersion(tree(id), manifest.get(), Optional.of(stampsOf(id)));
                seeds.add(active.isPresent() && active.get().equals(id) ? 0 : seeds.size(), seed);
            }
        }
        return seeds;
    }

    /**
     * The manifest of a version, as it was when it was fetched. One that was damaged since is as good as none: the
     * version can't be reused then, but a new one can be fetched.
     */
    public Optional<Manifest> manifest(VersionId id) throws IOException {
        try {
            return look.manifest(id);
        } catch (FormatException | JsonException | UnsupportedFeature e) {
            logger.log(System.Logger.Level.WARNING, "the manifest of version " + id + " can't be read", e);
            return Optional.empty();
        }
    }

    /** The tree of files of a version. */
    public Path tree(VersionId id) {
        return look.tree(id);
    }

    /**
     * Where a version is built. What an interrupted fetch of the same version has left there is still there; if there is
     * none, what one of another version has left, the newest, has become this one's.
     */
    public Path staging(VersionId id) throws IOException {
        Path staging = stagingTree(id);
        if (!Files.isDirectory(staging, LinkOption.NOFOLLOW_LINKS)) {
            Optional<Path> left = newestStaging();
            if (left.isPresent()) {
                Files.move(left.get(), staging, StandardCopyOption.ATOMIC_MOVE);
                Durable.directory(directory.resolve("versions"));
            }
        }
        deleteAll(STAGING, staging);
        Files.createDirectories(staging);
        return staging;
    }

    /** Where the stamps of the version that is being built are kept, until it is complete. */
    public Path stamps() {
        return temporary().resolve("stamps");
    }

    private Path stampsOf(VersionId id) {
        return directory.resolve(".freshet/stamps").resolve(id.toString());
    }

    private Path stagingTree(VersionId id) {
        return directory.resolve("versions").resolve(STAGING + id);
    }

    private Optional<Path> newestStaging() throws IOException {
        try (Stream<Path> each = Files.list(directory.resolve("versions"))) {
            return each.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(STAGING))
                    .flatMap(name -> VersionId.parse(name.substring(STAGING.length())).stream())
                    .sorted(Comparator.reverseOrder())
                    .map(this::stagingTree)
                    .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .findFirst();
        }
    }

    private void deleteAll(String prefix, Path but) throws IOException {
        List<Path> left;
        try (Stream<Path> each = Files.list(directory.resolve("versions"))) {
            left = each.filter(path -> path.getFileName().toString().startsWith(prefix) && !path.equals(but))
                    .toList();
        }
        for (Path path : left) {
            Trees.delete(path);
        }
    }

    /** What a crash between two steps of {@link #complete} or {@link #discard} has left. */
    private void deleteStampsOfNothing() throws IOException {
        List<Path> left;
        try (Stream<Path> each = Files.list(directory.resolve(".freshet/stamps"))) {
            left = each.filter(path ->
                            !Files.isDirectory(directory.resolve("versions").resolve(path.getFileName())))
                    .toList();
        }
        for (Path path : left) {
            Trees.delete(path);
        }
    }

    /** Bytes that may still be written. */
    public long free() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Checks that there is room for {@code bytes} more. */
    public void reserve(long bytes) throws IOException {
        long free = free();
        if (free < bytes) {
            throw new HomeRefused.TooSmall(directory, bytes, free);
        }
    }

    /**
     * What to say of a failure: that there is no room, if that is why.
     *
     * @param missing bytes that were still to be written
     */
    public IOException explain(IOException failure, long missing) throws IOException {
        String text = String.valueOf(failure.getMessage());
        boolean full = text.contains("No space left") || text.contains("Disk quota exceeded") || free() < FULL_BYTES;
        if (!full || failure instanceof HomeRefused) {
            return failure;
        }
        IOException refused = new HomeRefused.TooSmall(directory, missing, free());
        refused.initCause(failure);
        return refused;
    }

    /** Whether a version is complete and was never in use: it is what was fetched, to the byte. */
    public boolean untouched(VersionId id) {
        return Files.isDirectory(tree(id)) && !Files.exists(look.usedFile(id));
    }

    /**
     * The staging tree, all of which is on the disk, becomes a version, in the place of any that has its name; so do its
     * {@linkplain #stamps stamps}.
     */
    public void complete(VersionId id, byte[] manifest) throws IOException {
        Path staging = stagingTree(id);
        // Its proof stays: it is of the release, and this fetch may be one that makes none.
        discardAllButProof(id);
        Durable.write(look.manifestFile(id), manifest);
        Files.move(stamps(), stampsOf(id), StandardCopyOption.ATOMIC_MOVE);
        Files.move(staging, tree(id), StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(directory.resolve("versions"));
    }

    /** A complete version that was never in use is a staging tree again. */
    public void reopen(VersionId id) throws IOException {
        Trees.delete(stagingTree(id));
        Files.move(tree(id), stagingTree(id), StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(directory.resolve("versions"));
    }

    /** A version goes: it is none any more at once, whenever its files follow. */
    private void discard(VersionId id) throws IOException {
        discardAllButProof(id);
        Files.deleteIfExists(look.proofFile(id));
    }

    private void discardAllButProof(VersionId id) throws IOException {
        if (Files.isDirectory(tree(id))) {
            Path gone = directory.resolve("versions").resolve(GONE + id);
            Trees.delete(gone);
            Files.move(tree(id), gone, StandardCopyOption.ATOMIC_MOVE);
            Durable.directory(directory.resolve("versions"));
            Trees.delete(gone);
        }
        Files.deleteIfExists(look.originFile(id));
        Files.deleteIfExists(look.usedFile(id));
        Files.deleteIfExists(look.manifestFile(id));
        Trees.delete(stampsOf(id));
    }

    /** A complete version takes the place of the one in use. */
    public void activate(VersionId id) throws IOException {
        Durable.write(look.usedFile(id), new byte[0]);
        Path next = directory.resolve(".freshet").resolve("current.new");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, directory.getFileSystem().getPath("versions", id.toString()));
        Files.move(next, directory.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(directory);
    }

    /** Does what a fetch that was interrupted after it had activated its version has not done. */
    public void tidy(int keep) throws IOException {
        if (versions().size() > keep || index().unsettled()) {
            prune(keep);
        }
    }

    /** Removes all but the newest {@code keep} versions and the one in use, and what was known of them. */
    public void prune(int keep) throws IOException {
        Optional<VersionId> active = active();
        List<VersionId> all = versions();
        List<Digest> roots = new ArrayList<>();
        int kept = active.isPresent() ? 1 : 0;
        for (VersionId id : all) {
            boolean inUse = active.isPresent() && active.get().equals(id);
            if (inUse || kept < keep) {
                kept += inUse ? 0 : 1;
                manifest(id).ifPresent(m -> m.components().forEach(c -> roots.add(c.contentRoot())));
            } else {
                discard(id);
            }
        }
        LocalIndex index = index();
        index.settle();
        index.keep(roots);
    }

    /** Notes where a version came from. */
    public void note(VersionId id, Origin origin) throws IOException {
        Files.createDirectories(directory.resolve(".freshet/origins"));
        Durable.write(look.originFile(id), origin.toBytes());
    }

    /** What proves a version, if that was kept. */
    public Optional<byte[]> proof(VersionId id) throws IOException {
        return look.proof(id);
    }

    /** Keeps what proves a version, in the place of an older one. */
    public void keepProof(VersionId id, byte[] proof) throws IOException {
        Files.createDirectories(directory.resolve(".freshet/proofs"));
        Durable.write(look.proofFile(id), proof);
    }

    /** The content nodes of the versions. */
    public LocalIndex index() {
        return look.index();
    }

    /** Where trust metadata are kept. */
    public Path trust() {
        return look.trust();
    }

    /** Where evidence is kept of what a publisher has signed and should not have. */
    public Path evidence() {
        return look.evidenceDirectory();
    }

    /** Where temporary files may lie. */
    public Path temporary() {
        return directory.resolve(".freshet/tmp");
    }

    /** The directory itself. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static boolean holdsAnything(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isDirectory(directory)) {
            throw new HomeRefused.Foreign(directory, "it is no directory");
        }
        try (Stream<Path> each = Files.list(directory)) {
            for (Path path : each.toList()) {
                if (!isLostAndFound(path)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What a new ext4 file system has in it, open to root alone: nobody has put anything there. */
    private static boolean isLostAndFound(Path path) throws IOException {
        if (!path.endsWith("lost+found") || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> each = Files.list(path)) {
            return each.findAny().isEmpty();
        } catch (AccessDeniedException e) {
            return true;
        }
    }
}
