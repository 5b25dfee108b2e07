package io.freshet.publisher.kept;

import io.freshet.core.disk.Cloner;
import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.source.LibC;
import io.freshet.publisher.source.SourceWalk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a source's page files, for the next release to be made against where no file-system snapshot is kept. A cache:
 * whoever uses it checks each page by its hash, so that a copy which is damaged, half brought up to date or gone costs
 * deltas and nothing else.
 *
 * <p>The directory has the tree {@code tree}, and {@code CACHEDIR.TAG}, by which programs that make backups know a cache and
 * this class what it may remove.
 */
public final class KeptBase {

    private static final String TAG = "CACHEDIR.TAG";
    private static final String TAG_TEXT = """
        Signature: 8a477f597d28d172789f06886806bc55
        # What freshet publish --keep-base keeps for its next run. It may be removed at any time.
        """;

    /** Free space that the next run's temporary files may need: one byte of so many of the page files. */
    private static final int STAYS_FREE = 20;

    private final Path directory;
    private final long limit;
    private final Path source;

    private KeptBase(Path directory, long limit, Path source) {
        this.directory = directory;
        this.limit = limit;
        this.source = source;
    }

    /**
     * Names a place for the copy of a source, and makes it.
     *
     * <p>The source has to stay as it is until {@link #update} ends: of what changes meanwhile, no base is kept.
     *
     * @param directory of the copy alone
     * @param limit bytes that the copy may take; 0 if there is to be none
     * @throws KeptBaseRefused if it overlaps the source, or holds something else
     */
    public static KeptBase open(Path directory, long limit, Path source) throws IOException {
        Path parent = real(Objects.requireNonNull(directory.toAbsolutePath().getParent()));
        KeptBase base = new KeptBase(parent.resolve(directory.getFileName()), limit, source.toRealPath());
        base.requireApart();
        base.requireOwn();
        if (limit > 0) {
            Files.createDirectories(parent);
            CopyTree.makeDirectory(base.directory);
            base.tag();
        }
        return base;
    }

    /** The path without links of what may not be there yet. */
    private static Path real(Path path) throws IOException {
        @Nullable Path parent = path.getParent();
        return parent == null || Files.exists(path)
                ? path.toRealPath()
                : real(parent).resolve(path.getFileName());
    }

    private void requireApart() throws IOException {
        if (directory.startsWith(source)
                || source.startsWith(directory)
                || (Files.exists(path()) && Files.isSameFile(path(), source))) {
            throw new KeptBaseRefused(directory, "it overlaps the source " + source);
        }
    }

    private void requireOwn() throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeptBaseRefused(directory, "it is no directory");
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            boolean isEmpty = !all.iterator().hasNext();
            if (!isEmpty && !Files.isRegularFile(directory.resolve(TAG), LinkOption.NOFOLLOW_LINKS)) {
                throw new KeptBaseRefused(directory, "it holds other things (there is no " + TAG + " in it)");
            }
        }
    }

    private void tag() throws IOException {
        try {
            Files.writeString(directory.resolve(TAG), TAG_TEXT, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            // It is there already.
        }
    }

    private Path path() {
        return directory.resolve("tree");
    }

    /** Where the copy is. */
    public Path directory() {
        return directory;
    }

    /** How many bytes it may take. */
    public long limit() {
        return limit;
    }

    /** The tree of what was kept last; empty if there is none. */
    public Optional<Path> tree() {
        return Files.isDirectory(path(), LinkOption.NOFOLLOW_LINKS) ? Optional.of(path()) : Optional.empty();
    }

    /**
     * Brings the copy up to date with a source that was just published. Since the release stands, it does not fail if that
     * fails, and says why.
     *
     * @param config how the source was published
     */
    public KeptReport update(PublisherConfig config, ProgressListener progress) throws InterruptedException {
        Update update = new Update(progress);
        Optional<IOException> failure = Optional.empty();
        try {
            if (limit == 0) {
                remove();
            } else {
                update.run(config);
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        return update.report(failure);
    }

    private void remove() throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (tree().isPresent()) {
                CopyTree.at(path()).removeAllBut(Set.of());
            }
            Files.deleteIfExists(part());
            Files.deleteIfExists(directory.resolve(TAG));
            Files.delete(directory);
        }
    }

    private Path part() {
        return directory.resolve("part");
    }

    /** One run. */
    private final class Update {

        private final Cloner cloner = Cloner.ofSystem();
        private final Optional<LibC> libC = LibC.find();
        private final ProgressListener progress;
        private final long started = System.nanoTime();
        private long total;
        private long kept;
        private long written;

        Update(ProgressListener progress) {
            this.progress = progress;
        }

        void run(PublisherConfig config) throws IOException, InterruptedException {
            SourceWalk walk = new SourceWalk(source, config.rules(), config.components());
            PageFiles files = PageFiles.of(walk, config.components(), config.profile(), libC);
            total = files.bytes();
            progress.keeping(Math.min(total, limit));
            Files.deleteIfExists(part());
            CopyTree tree = CopyTree.at(path());
            tree.removeAllBut(files.paths());
            FileCopy copy = new FileCopy(
                    libC, new Room(limit, Files.getFileStore(directory), total / STAYS_FREE), progress::kept);
            try {
                for (PageFile file : files.files()) {
                    keep(file, tree.place(file.path()), copy);
                }
            } finally {
                kept = copy.kept();
                written = copy.written();
            }
        }

        private void keep(PageFile file, Path place, FileCopy copy) throws IOException {
            long end = cloner.clone(file.file(), part()) ? share(place, copy) : copy.update(file.file(), place);
            if (end == 0) {
                Files.deleteIfExists(place);
            }
        }

        /** The clone is whole; what there is no room for is cut off, so that the source alone has it. */
        private long share(Path place, FileCopy copy) throws IOException {
            long end;
            try (FileChannel clone = FileChannel.open(part(), StandardOpenOption.WRITE)) {
                end = copy.share(part(), clone.size());
                clone.truncate(end);
            }
            Files.move(part(), place, StandardCopyOption.ATOMIC_MOVE);
            return end;
        }

        KeptReport report(Optional<IOException> failure) {
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            return new KeptReport(directory, limit, kept, written, Math.max(0, total - kept), time, failure);
        }
    }
}
