package io.freshet.fetcher.tree;

import io.freshet.core.manifest.Component;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the stamps of a component's files, in the order of its index, 16 bytes each, behind the 16 bytes that tell this
 * run of the system from others. {@link StampRows} reads them. Where they would not be believed, there is no log.
 */
public final class StampLog implements AutoCloseable {

    private final @Nullable DataOutputStream out;

    /** @param directory on the file system of the files, one for all components of a version */
    public StampLog(Path directory, Component component) throws IOException {
        Optional<UUID> boot = Boot.of(directory);
        if (boot.isEmpty()) {
            this.out = null;
            return;
        }
        this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(of(directory, component))));
        out.writeLong(boot.get().getMostSignificantBits());
        out.writeLong(boot.get().getLeastSignificantBits());
    }

    static Path of(Path directory, Component component) {
        return directory.resolve(component.name());
    }

    /** Adds the next file, which is complete. */
    void add(Path file) throws IOException {
        if (out != null) {
            Stamp stamp = Stamp.of(file);
            out.writeLong(stamp.inode());
            out.writeLong(stamp.changed());
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
