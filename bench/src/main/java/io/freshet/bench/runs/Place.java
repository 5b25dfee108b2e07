package io.freshet.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Where a tool works: its store, which mirrors serve; its output; its own files. */
record Place(Path work) {

    Place {
        work = work.toAbsolutePath().normalize();
    }

    Path store() {
        return work.resolve("srv");
    }

    Path out() {
        return work.resolve("out");
    }

    Path state() {
        return work.resolve("state");
    }

    /** The variables that a tool's functions read. */
    Map<String, String> variables(Mirrors mirrors, Path freshet) {
        return Map.of(
                "STORE", store().toString(),
                "OUT", out().toString(),
                "STATE", state().toString(),
                "URL", mirrors.first(),
                "URL2", mirrors.second(),
                "FRESHET", freshet.toString(),
                "LC_ALL", "C.UTF-8");
    }

    /** Empties the store, the output and the state. */
    void clear() throws IOException {
        for (Path directory : new Path[] {store(), out(), state()}) {
            remove(directory);
            Files.createDirectories(directory);
        }
    }

    /** Empties the output alone. */
    void clearOutput() throws IOException {
        remove(out());
        Files.createDirectories(out());
    }

    static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
