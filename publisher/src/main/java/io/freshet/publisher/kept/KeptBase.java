package io.freshet.publisher.kept;

import io.freshet.core.disk.Cloner;
import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.source.LibC;
import io.freshet.publisher.source.SourceWalk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A copy of a source's page files, for the next release to be made against where no file-system snapshot is kept. A cache:
 * whoever uses it checks each page by its hash, so that a copy which is damaged, half brought up to date or gone costs
 * deltas and nothing else.
 */
public final class KeptBase {

    /** Free space that the next run's temporary files may need: one byte of so many of the page files. */
    private static final int STAYS_FREE = 20;

    private final KeptPlace place;
    private final long limit;

    private KeptBase(KeptPlace place, long limit) {
        this.place = place;
        this.limit = limit;
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
        KeptPlace place = KeptPlace.at(directory, source);
        place.require();
        if (limit > 0) {
            place.make();
        }
        return new KeptBase(place, limit);
    }

    /** Where the copy is. */
    public Path directory() {
        return place.directory();
    }

    /** How many bytes it may take. */
    public long limit() {
        return limit;
    }

    /** Whether there is one, or its directory. */
    public boolean isThere() {
        return place.isThere();
    }

    /** The tree of what was kept last; empty if there is none. */
    public Optional<Path> tree() {
        return place.hasTree() ? Optional.of(place.tree()) : Optional.empty();
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
            update.wasThere = place.isThere();
            if (limit > 0 || update.wasThere) {
                // What was made sure of when it was opened may be otherwise: the release lies between.
                place.make();
                try (FileChannel _ = place.lock()) {
                    update.run(config);
                }
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        return update.report(failure);
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
        private boolean wasThere;

        Update(ProgressListener progress) {
            this.progress = progress;
        }

        void run(PublisherConfig config) throws IOException, InterruptedException {
            if (limit == 0) {
                place.remove();
            } else {
                keep(config);
            }
        }

        private void keep(PublisherConfig config) throws IOException, InterruptedException {
            SourceWalk walk = new SourceWalk(place.source(), config.rules(), config.components());
            PageFiles files = PageFiles.of(walk, config.components(), config.profile(), libC);
            total = files.bytes();
            progress.keeping(Math.min(total, limit));
            place.require();
            CopyTree tree = CopyTree.at(place.tree());
            tree.removeAllBut(files.paths());
            Files.deleteIfExists(place.part());
            Cut cut = new Cut(libC, limit);
            for (PageFile file : files.files()) {
                cut.next(file, tree.place(file.path()));
            }
            FileCopy copy = new FileCopy(
                    libC, new Room(limit, Files.getFileStore(place.directory()), total / STAYS_FREE), progress::kept);
            try {
                for (PageFile file : files.files()) {
                    keep(file, tree.place(file.path()), copy);
                }
            } finally {
                kept = copy.kept();
                written = copy.written();
            }
        }

        private void keep(PageFile file, Path at, FileCopy copy) throws IOException {
            long end = cloner.clone(file.file(), place.part()) ? share(at, copy) : copy.update(file.file(), at);
            if (end == 0) {
                Files.deleteIfExists(at);
            }
        }

        /** The clone is whole; what there is no room for is cut off, so that the source alone has it. */
        private long share(Path at, FileCopy copy) throws IOException {
            long end;
            try (FileChannel clone = FileChannel.open(place.part(), StandardOpenOption.WRITE)) {
                end = copy.share(place.part(), clone.size());
                clone.truncate(end);
            }
            Files.move(place.part(), at, StandardCopyOption.ATOMIC_MOVE);
            return end;
        }

        KeptReport report(Optional<IOException> failure) {
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            return new KeptReport(
                    place.directory(), limit, wasThere, kept, written, Math.max(0, total - kept), time, failure);
        }
    }
}
