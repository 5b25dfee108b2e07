package io.freshet.demo;

import io.freshet.publisher.source.Holes;
import io.freshet.publisher.source.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares two directories: names, kinds, permissions, targets of links, every byte, and where the large holes are. */
final class TreeComparison {

    private static final int PROBE = 1 << 20;

    private final Optional<LibC> libC = LibC.find();
    private final List<String> differences = new ArrayList<>();

    /** A line for each difference. */
    List<String> compare(Path source, Path fetched) throws IOException {
        for (String name : names(source, fetched)) {
            compare(name, source.resolve(name), fetched.resolve(name));
        }
        return differences;
    }

    private static Set<String> names(Path... trees) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path tree : trees) {
            try (Stream<Path> all = Files.walk(tree)) {
                all.forEach(path -> names.add(tree.relativize(path).toString()));
            }
        }
        return names;
    }

    private void compare(String name, Path expected, Path found) throws IOException {
        String kind = kind(expected);
        if (!kind.equals(kind(found))) {
            differ(name, "is " + kind + " in the source and " + kind(found) + " here");
        } else if (kind.equals("a link")) {
            if (!Files.readSymbolicLink(expected).equals(Files.readSymbolicLink(found))) {
                differ(name, "leads elsewhere");
            }
        } else {
            if (!Files.getPosixFilePermissions(expected).equals(Files.getPosixFilePermissions(found))) {
                differ(name, "has other permissions");
            }
            if (kind.equals("a file")) {
                compareFiles(name, expected, found);
            }
        }
    }

    private void compareFiles(String name, Path expected, Path found) throws IOException {
        long at = Files.mismatch(expected, found);
        if (at >= 0) {
            differ(name, "differs at byte " + at);
        } else if (libC.isPresent()) {
            Optional<Long> filled = filledHole(libC.get(), expected, found);
            filled.ifPresent(offset -> differ(name, "has no hole at byte " + offset));
        }
    }

    /** Where the source has a hole of {@value #PROBE} bytes and the other file has none. */
    private static Optional<Long> filledHole(LibC libC, Path expected, Path found) throws IOException {
        Optional<Holes> mine = Holes.of(libC, expected);
        Optional<Holes> theirs = Holes.of(libC, found);
        if (mine.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        long size = Files.size(expected);
        try (Holes a = mine.get();
                Holes b = theirs.get()) {
            for (long at = 0; at + PROBE <= size; at += PROBE) {
                long data = a.nextData(at, size);
                if (data >= at + PROBE && b.nextData(at, size) < at + PROBE) {
                    return Optional.of(at);
                }
            }
        }
        return Optional.empty();
    }

    private static String kind(Path path) {
        if (Files.isSymbolicLink(path)) {
            return "a link";
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "a directory";
        }
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? "a file" : "missing";
    }

    private void differ(String name, String how) {
        differences.add((name.isEmpty() ? "." : name) + " " + how);
    }
}
