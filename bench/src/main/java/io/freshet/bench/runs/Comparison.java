package io.freshet.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether a fetched tree is the published one: names, kinds, permissions, targets of links, every byte. */
final class Comparison {

    private final Path source;
    private final Path fetched;
    private final Set<String> ignored;

    /** @param ignored names, from the top of the tree, that are not looked at */
    Comparison(Path source, Path fetched, Set<String> ignored) {
        this.source = source;
        this.fetched = fetched;
        this.ignored = ignored;
    }

    /** The paths that differ, in order. */
    List<String> differences() throws IOException {
        Set<String> names = new TreeSet<>();
        collect(source, names);
        collect(fetched, names);
        names.removeAll(ignored);
        Set<String> different = new TreeSet<>();
        for (String name : names) {
            if (!same(source.resolve(name), fetched.resolve(name))) {
                different.add(name);
            }
        }
        return List.copyOf(different);
    }

    private static void collect(Path tree, Set<String> names) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.filter(path -> !path.equals(tree))
                    .forEach(path -> names.add(tree.relativize(path).toString()));
        }
    }

    private static boolean same(Path a, Path b) throws IOException {
        if (!Files.exists(a, LinkOption.NOFOLLOW_LINKS) || !Files.exists(b, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (Files.isSymbolicLink(a) || Files.isSymbolicLink(b)) {
            return Files.isSymbolicLink(a)
                    && Files.isSymbolicLink(b)
                    && Files.readSymbolicLink(a).equals(Files.readSymbolicLink(b));
        }
        if (Files.isDirectory(a) != Files.isDirectory(b)
                || !Files.getPosixFilePermissions(a).equals(Files.getPosixFilePermissions(b))) {
            return false;
        }
        return Files.isDirectory(a) || Files.mismatch(a, b) < 0;
    }
}
