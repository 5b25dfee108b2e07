package io.freshet.fetcher.tree;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes down the stamps of a component's files, in the order of its index: 16 bytes each. {@link StampRows} reads them. */
public final class StampLog implements AutoCloseable {

    private final DataOutputStream out;

    /** @param file the log, which must not exist */
    public StampLog(Path file) throws IOException {
        this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /** Adds the next file, which is complete. */
    void add(Path file) throws IOException {
        Stamp stamp = Stamp.of(file);
        out.writeLong(stamp.inode());
        out.writeLong(stamp.changed());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
