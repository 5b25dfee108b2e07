package io.freshet.fetcher.version;

import java.io.IOException;
import java.nio.file.Path;

/** The directory to fetch into is in a state that a fetch must not change. */
public abstract sealed class HomeRefused extends IOException {

    private static final long serialVersionUID = 1;

    private final transient Path directory;

    private HomeRefused(Path directory, String problem) {
        super(directory + " " + problem);
        this.directory = directory;
    }

    /** Which directory it is. */
    public Path directory() {
        return directory;
    }

    /** It holds something that Freshet did not put there. */
    public static final class Foreign extends HomeRefused {
        Foreign(Path directory, String why) {
            super(
                    directory,
                    "holds what a fetch must not touch: " + why
                            + ". Choose an empty directory with --into, or say --replace"
                            + " to have versions kept beside what is there (nothing is deleted)");
        }
    }

    /** Another fetch is at work in it. */
    public static final class Busy extends HomeRefused {
        Busy(Path directory) {
            super(
                    directory,
                    "is being fetched into by another process. Wait for it to end, or choose another directory");
        }
    }

    /** There is not enough room in its file system. */
    public static final class TooSmall extends HomeRefused {
        private final long needed;
        private final long free;

        TooSmall(Path directory, long needed, long free) {
            super(
                    directory,
                    "has " + mib(free) + " free, and this version needs up to " + mib(needed) + " more."
                            + " Free some and run the same command again to go on from here, keep fewer versions with"
                            + " --keep 1, or choose another file system");
            this.needed = needed;
            this.free = free;
        }

        private static String mib(long bytes) {
            return Math.ceilDiv(bytes, 1 << 20) + " MiB";
        }

        /** Bytes that are needed. */
        public long needed() {
            return needed;
        }

        /** Bytes that there are. */
        public long free() {
            return free;
        }
    }
}
