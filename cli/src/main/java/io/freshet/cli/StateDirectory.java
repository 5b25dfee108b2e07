package io.freshet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where temporary files go that are too large for memory: on a disk, not in a file system that lies in memory. */
final class StateDirectory {

    private StateDirectory() {}

    /** The directory that was given, or the user's cache; it is made if need be. */
    static Path of(@Nullable Path given) throws IOException {
        return Files.createDirectories(given == null ? usual() : given);
    }

    private static Path usual() {
        @Nullable String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("freshet");
    }
}
