package io.freshet.fetcher.tree;

import io.freshet.core.index.EntryPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps through a tree of files in the order of the index, one directory's names in memory at a time and level. A directory
 * is looked into with the step after the one to it: whoever steps may remove it before.
 */
public final class TreeSteps {

    private final Path tree;
    private final List<EntryPath> but;
    private final Impossible impossible;
    private final Deque<Iterator<EntryPath>> open = new ArrayDeque<>();
    private @Nullable EntryPath last;

    /** Takes files of a name that no snapshot can have. */
    @FunctionalInterface
    interface Impossible {
        void meet(Path file) throws IOException;
    }

    /**
     * Passes names by that no snapshot can have.
     *
     * @param tree what paths are relative to
     * @param from the directory to begin with, which is stepped to first
     * @param but directories to pass by
     */
    public TreeSteps(Path tree, EntryPath from, List<EntryPath> but) {
        this(tree, from, but, file -> {});
    }

    /** @param impossible is given what no snapshot can have, once all names of its directory are known */
    TreeSteps(Path tree, EntryPath from, List<EntryPath> but, Impossible impossible) {
        this.tree = tree;
        this.but = List.copyOf(but);
        this.impossible = impossible;
        open.push(List.of(from).iterator());
    }

    /** The next path; null after the last. */
    public @Nullable EntryPath next() throws IOException {
        if (last != null && Files.isDirectory(tree.resolve(last.value()), LinkOption.NOFOLLOW_LINKS)) {
            open.push(names(last).iterator());
        }
        last = null;
        while (!open.isEmpty() && last == null) {
            Iterator<EntryPath> names = open.element();
            if (names.hasNext()) {
                EntryPath path = names.next();
                last = but.contains(path) ? null : path;
            } else {
                open.pop();
            }
        }
        return last;
    }

    private List<EntryPath> names(EntryPath directory) throws IOException {
        String prefix = directory.value().isEmpty() ? "" : directory.value() + "/";
        List<EntryPath> names = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(tree.resolve(directory.value()))) {
            for (Path entry : entries) {
                String name = prefix + entry.getFileName();
                if (EntryPath.problem(name).isEmpty()) {
                    names.add(new EntryPath(name));
                } else {
                    others.add(entry);
                }
            }
        }
        for (Path other : others) {
            impossible.meet(other);
        }
        names.sort(null);
        return names;
    }
}
