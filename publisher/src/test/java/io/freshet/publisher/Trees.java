package io.freshet.publisher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares directories. */
final class Trees {

    private Trees() {}

    /** What is in a directory, in words: paths, modes, times, links, digests of files. */
    static String describe(Path root) throws IOException {
        TreeMap<String, String> lines = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                lines.put(root.relativize(path).toString(), describeOne(path));
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (path, what) -> text.append(path).append(": ").append(what).append('\n'));
        return text.toString();
    }

    /** Removes a directory and all that is in it. */
    static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }

    private static String describeOne(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        String modeAndTime = Integer.toOctalString(mode) + " " + Files.getLastModifiedTime(path);
        return Files.isDirectory(path)
                ? modeAndTime
                : modeAndTime + " " + Files.size(path) + " "
                        + io.freshet.core.Digest.of(Files.readAllBytes(path)).brief();
    }
}
