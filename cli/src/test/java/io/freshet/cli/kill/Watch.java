package io.freshet.cli.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Counts changes as often as it is asked: names that come and go below directories, where links lead, when a timestamp
 * was written, and requests at servers.
 */
final class Watch {

    private final List<Path> roots;
    private final int depth;
    private final IntSupplier requests;
    private final int requestsBefore;
    private List<String> seen;
    private int changes;

    /** @param depth how many names deep it looks */
    Watch(int depth, IntSupplier requests, Path... roots) {
        this.roots = List.of(roots);
        this.depth = depth;
        this.requests = requests;
        this.requestsBefore = requests.getAsInt();
        this.seen = names();
    }

    /** How many changes there were since it was made, as far as anybody looked. */
    int changes() {
        List<String> now = names();
        if (!now.equals(seen)) {
            seen = now;
            changes++;
        }
        return changes + requests.getAsInt() - requestsBefore;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> all = Files.walk(root, depth)) {
                all.forEach(path -> names.add(describe(path)));
            } catch (IOException | UncheckedIOException e) {
                // Something vanished while it was looked at: that is a change.
                names.add(String.valueOf(e.getMessage()));
            }
        }
        return names;
    }

    private static String describe(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return path + " -> " + Files.readSymbolicLink(path);
            }
            return path.endsWith("timestamp.json")
                    ? path + " " + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                    : path.toString();
        } catch (IOException e) {
            return path + " vanished";
        }
    }
}
