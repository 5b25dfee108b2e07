package io.freshet.fetcher.version;

import io.freshet.core.index.EntryPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Steps through a tree of files in the order of the index, one directory's names in memory at a time and level. */
public final class TreeSteps {

    private final Path tree;
    private final List<EntryPath> but;
    private final Deque<Iterator<EntryPath>> open = new ArrayDeque<>();

    /**
     * @param tree what paths are relative to
     * @param from the directory to begin with, which is stepped to first
     * @param but directories to pass by
     */
    public TreeSteps(Path tree, EntryPath from, List<EntryPath> but) {
        this.tree = tree;
        this.but = but;
        open.push(List.of(from).iterator());
    }

    /** The next path; null after the last. Names that no snapshot can have are passed by. */
    public @Nullable EntryPath next() throws IOException {
        while (!open.isEmpty()) {
            Iterator<EntryPath> names = open.element();
            if (!names.hasNext()) {
                open.pop();
                continue;
            }
            EntryPath path = names.next();
            if (!but.contains(path)) {
                if (Files.isDirectory(tree.resolve(path.value()), LinkOption.NOFOLLOW_LINKS)) {
                    open.push(names(path).iterator());
                }
                return path;
            }
        }
        return null;
    }

    private List<EntryPath> names(EntryPath directory) throws IOException {
        String prefix = directory.value().isEmpty() ? "" : directory.value() + "/";
        try (Stream<Path> entries = Files.list(tree.resolve(directory.value()))) {
            return entries.map(entry -> prefix + entry.getFileName())
                    .filter(name -> EntryPath.problem(name).isEmpty())
                    .map(EntryPath::new)
                    .sorted()
                    .toList();
        }
    }
}
