package io.freshet.reader.verify;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.local.LocalFiles;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.tree.TreeSteps;
import io.freshet.reader.tree.SnapshotTree;
import io.freshet.reader.tree.TreeCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Checks a tree of files against the snapshot that it was fetched from: every byte, type, mode and link, and what is there
 * besides. Steps through tree and index side by side; names at most {@value #MOST} differences and counts the others.
 */
public final class DirectoryCheck {

    /** How many differences are named. */
    public static final int MOST = 1000;

    private static final long PIECES_BYTES = 8 << 20;
    private static final int PERMISSIONS = 07777;

    private final Path directory;
    private final LocalFiles local;
    private final FileHashes hashes;
    private final CheckProgress progress;
    private final TreeSet<Difference> found =
            new TreeSet<>(Comparator.comparing(Difference::path).thenComparing(Difference::what));
    private final List<Open> unfinished = new ArrayList<>();
    private long different;
    private long files;

    private @Nullable Open open;

    /** A file whose pieces are being compared. */
    private static final class Open {
        final EntryPath path;
        final Path file;
        final LongAdder wrong = new LongAdder();
        List<Item.Piece> pieces = new ArrayList<>();
        long from;
        long length;

        Open(EntryPath path, Path file) {
            this.path = path;
            this.file = file;
        }
    }

    /**
     * What was found.
     *
     * @param files how many files were compared
     * @param different how many paths differ, local files not counted
     * @param named the first of them, and of the local files, by path
     */
    public record Result(long files, long different, List<Difference> named) {
        /** Copies the list. */
        public Result {
            named = List.copyOf(named);
        }
    }

    private DirectoryCheck(Path directory, LocalFiles local, FileHashes hashes, CheckProgress progress) {
        this.directory = directory;
        this.local = local;
        this.hashes = hashes;
        this.progress = progress;
    }

    /**
     * Checks.
     *
     * @param directory the tree of files
     * @param tree what the snapshot has, in the components that were fetched
     * @param roots of all of its components
     * @param threads how many read and hash
     */
    public static Result run(
            Path directory,
            SnapshotTree tree,
            List<EntryPath> roots,
            LocalFiles local,
            int threads,
            CheckProgress progress)
            throws IOException {
        progress.expect(Component.bytes(tree.components()));
        try (FileHashes hashes = new FileHashes(threads, progress)) {
            DirectoryCheck check = new DirectoryCheck(directory, local, hashes, progress);
            for (Component component : tree.components()) {
                check.component(tree, component, roots);
            }
            hashes.await();
            check.settle();
            return new Result(check.files, check.different, List.copyOf(check.found));
        }
    }

    private void component(SnapshotTree tree, Component component, List<EntryPath> roots) throws IOException {
        List<EntryPath> others =
                roots.stream().filter(root -> !root.equals(component.root())).toList();
        boolean there = Files.isDirectory(directory.resolve(component.root().value()), LinkOption.NOFOLLOW_LINKS);
        TreeSteps steps = new TreeSteps(directory, component.root(), others);
        EntryPath next = there ? steps.next() : null;
        TreeCursor cursor = tree.cursor(component);
        while (!cursor.atEnd()) {
            if (!cursor.atItem()) {
                cursor.open(sibling -> true);
                continue;
            }
            switch (cursor.item()) {
                case Item.Path item -> {
                    endFile();
                    EntryPath path = SnapshotTree.whole(component, item.path());
                    while (next != null && next.compareTo(path) < 0) {
                        additional(next);
                        next = steps.next();
                    }
                    next = next != null && next.equals(path) ? steps.next() : next;
                    begin(item, path);
                }
                case Item.Piece piece -> piece(piece);
            }
            cursor.next();
        }
        endFile();
        for (; next != null; next = steps.next()) {
            additional(next);
        }
    }

    private void additional(EntryPath path) {
        if (local.contains(path)) {
            note(Difference.Kind.LOCAL, path, "belongs to the node");
        } else if (isDirectory(directory.resolve(path.value()))) {
            note(Difference.Kind.ADDITIONAL, path, "directory that the snapshot does not have");
        } else {
            note(Difference.Kind.ADDITIONAL, path, "the snapshot does not have it");
        }
    }

    private void begin(Item.Path item, EntryPath path) throws IOException {
        Path file = directory.resolve(path.value());
        Map<String, Object> state;
        try {
            state = Files.readAttributes(
                    file, "unix:mode,size,isDirectory,isRegularFile,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            differ(Difference.Kind.MISSING, path, "is not there");
            return;
        }
        int mode = (Integer) state.getOrDefault("mode", 0) & PERMISSIONS;
        switch (item) {
            case Item.Directory directory -> {
                if (!Boolean.TRUE.equals(state.get("isDirectory"))) {
                    differ(Difference.Kind.CHANGED, path, "is no directory");
                } else {
                    checkMode(path, mode, item.mode());
                }
            }
            case Item.Link link -> {
                if (!Boolean.TRUE.equals(state.get("isSymbolicLink"))) {
                    differ(Difference.Kind.CHANGED, path, "is no link");
                } else if (!Files.readSymbolicLink(file).toString().equals(link.target())) {
                    differ(
                            Difference.Kind.CHANGED,
                            path,
                            "leads to " + Files.readSymbolicLink(file) + ", not to " + link.target());
                }
            }
            case Item.File wanted -> {
                files++;
                progress.object();
                if (!Boolean.TRUE.equals(state.get("isRegularFile"))) {
                    differ(Difference.Kind.CHANGED, path, "is no file");
                    return;
                }
                long size = (Long) state.getOrDefault("size", 0L);
                if (size != wanted.size()) {
                    differ(Difference.Kind.CHANGED, path, "has " + size + " bytes, not " + wanted.size());
                    return;
                }
                checkMode(path, mode, item.mode());
                open = new Open(path, file);
            }
        }
    }

    private void checkMode(EntryPath path, int mode, int wanted) {
        if (mode != wanted) {
            differ(Difference.Kind.CHANGED, path, "has mode %04o, not %04o".formatted(mode, wanted));
        }
    }

    private void piece(Item.Piece piece) throws IOException {
        if (open == null) {
            progress.done(piece.length());
            return;
        }
        open.pieces.add(piece);
        open.length += piece.length();
        if (open.length - open.from >= PIECES_BYTES) {
            start(open);
        }
    }

    private void start(Open file) throws IOException {
        hashes.start(new FileHashes.Work(file.file, file.from, file.pieces, file.wrong));
        file.from = file.length;
        file.pieces = new ArrayList<>();
    }

    private void endFile() throws IOException {
        if (open != null) {
            if (!open.pieces.isEmpty()) {
                start(open);
            }
            unfinished.add(open);
            open = null;
            if (unfinished.size() >= MOST) {
                hashes.await();
                settle();
            }
        }
    }

    /** What was compared is known now. */
    private void settle() {
        for (Open file : unfinished) {
            if (file.wrong.sum() > 0) {
                differ(
                        Difference.Kind.CHANGED,
                        file.path,
                        "%,d of its %,d bytes lie in chunks that have changed"
                                .formatted(file.wrong.sum(), file.length));
            }
        }
        unfinished.clear();
    }

    /** A path that the snapshot has is as it should be, or a local file. */
    private void differ(Difference.Kind kind, EntryPath path, String what) {
        note(local.contains(path) ? Difference.Kind.LOCAL : kind, path, what);
    }

    private void note(Difference.Kind kind, EntryPath path, String what) {
        if (kind != Difference.Kind.LOCAL) {
            different++;
        }
        if (found.size() < MOST) {
            found.add(new Difference(kind, path, what));
        }
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
