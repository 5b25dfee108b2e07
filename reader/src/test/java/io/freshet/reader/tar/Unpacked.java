package io.freshet.reader.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What GNU tar and zstd make of an archive. */
final class Unpacked {

    private Unpacked() {}

    /** Unpacks an archive beside itself; says where. */
    static Path of(Path archive) throws Exception {
        Path into = Files.createDirectories(archive.resolveSibling(archive.getFileName() + ".unpacked"));
        String command = "set -o pipefail; zstd -dc \"$0\" | tar x -C \"$1\"";
        Process process = new ProcessBuilder("bash", "-c", command, archive.toString(), into.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).isEmpty();
        return into;
    }

    /** A line for each path of a tree: mode, time, size and digest, or where it leads. */
    static String describe(Path root) throws IOException {
        TreeMap<String, String> lines = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                lines.put(root.relativize(path).toString(), describeOne(path));
            }
        }
        return lines.toString().replace(", ", ",\n");
    }

    private static String describeOne(Path path) throws IOException {
        Object time = Files.getAttribute(path, "lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path) + " " + time;
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        String text = Integer.toOctalString(mode) + " " + time;
        return Files.isDirectory(path)
                ? text
                : text + " " + Files.size(path) + " "
                        + Digest.of(Files.readAllBytes(path)).brief();
    }
}
