package io.freshet.fetcher.tree;

import io.freshet.core.manifest.Component;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link StampLog} has written since the system was started. What is missing, or can't be read, is as if nothing
 * was known of the files.
 */
public final class StampRows implements AutoCloseable {

    private static final System.Logger logger = System.getLogger(StampRows.class.getName());

    private @Nullable DataInputStream in;

    private StampRows(@Nullable InputStream in) {
        this.in = in == null ? null : new DataInputStream(new BufferedInputStream(in));
    }

    /** Begins before the first file. */
    public static StampRows open(Path directory, Component component) throws IOException {
        Path log = StampLog.of(directory, component);
        if (!Files.isRegularFile(log)) {
            return none();
        }
        StampRows rows = new StampRows(Files.newInputStream(log));
        Optional<UUID> written = rows.next().map(head -> new UUID(head.inode(), head.changed()));
        if (written.isEmpty() || !written.equals(Boot.of(directory))) {
            rows.close();
        }
        return rows;
    }

    /** Knows of no file. */
    public static StampRows none() {
        return new StampRows(null);
    }

    /** The stamp of the next file, if it is known. */
    public Optional<Stamp> next() {
        if (in == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Stamp(in.readLong(), in.readLong()));
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "no stamps from here on", e);
            close();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "a log that was only read can't be closed", e);
        }
        in = null;
    }
}
