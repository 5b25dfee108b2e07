package io.freshet.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A tree to the byte: for each path its kind, its mode, and the SHA-256 of its bytes or the target of a link. */
public record Listing(SortedMap<String, String> paths) {

    /** Reads a tree. */
    public static Listing of(Path root) throws IOException {
        SortedMap<String, String> paths = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                paths.put(root.relativize(path).toString(), describe(path));
            }
        }
        return new Listing(paths);
    }

    /** Fails if another tree is there. */
    public void assertIsAt(Path root) throws IOException {
        assertThat(of(root).paths()).as("tree at %s", root).isEqualTo(paths);
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link " + Files.readSymbolicLink(path);
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        if (Files.isDirectory(path)) {
            return "directory " + mode;
        }
        String bytes =
                Files.isReadable(path) ? Digest.of(Files.readAllBytes(path)).toString() : "not to be read";
        return "file " + mode + " " + Files.size(path) + " " + bytes;
    }
}
