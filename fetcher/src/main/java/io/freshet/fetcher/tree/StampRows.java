package io.freshet.fetcher.tree;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link StampLog} has written. What is missing, or can't be read, is as if nothing was known of the files. */
public final class StampRows implements AutoCloseable {

    private static final System.Logger logger = System.getLogger(StampRows.class.getName());

    private @Nullable DataInputStream in;

    private StampRows(@Nullable InputStream in) {
        this.in = in == null ? null : new DataInputStream(new BufferedInputStream(in));
    }

    /** Begins before the first file. */
    public static StampRows open(Path log) throws IOException {
        try {
            return new StampRows(Files.newInputStream(log));
        } catch (NoSuchFileException e) {
            return none();
        }
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
