package io.freshet.fetcher.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How long times of change can be believed: until the system starts anew. After a power cut a file may have other bytes, and
 * the time of change that it had before: file systems write the one earlier than the other.
 */
final class Boot {

    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");
    /** Those that keep times of change themselves, on disks of this machine, and make clones. */
    private static final Set<String> LOCAL = Set.of("xfs", "btrfs");

    private Boot() {}

    /** What tells this run of the system from all others; nothing where times of change in {@code directory} are not believed. */
    static Optional<UUID> of(Path directory) throws IOException {
        if (!LOCAL.contains(Files.getFileStore(directory).type()) || !Files.isReadable(ID)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(Files.readString(ID).strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
