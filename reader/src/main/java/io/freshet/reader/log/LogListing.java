package io.freshet.reader.log;

import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TreeHead;
import java.io.IOException;
import java.util.List;

/** The entries of a log, newest first, a bundle of them in memory at a time; each is under the log's signature. */
public final class LogListing {

    private final OpenLog.Tree tree;

    /** Opens the log as it is now. */
    public LogListing(OpenLog log) throws IOException {
        this.tree = log.tree();
    }

    /** Takes entries. */
    @FunctionalInterface
    public interface Taker {
        /** The next one, and its number. */
        void take(long number, LogEntry entry) throws IOException;
    }

    /** The tree that has them. */
    public TreeHead head() {
        return tree.head();
    }

    /** Gives all to {@code taker}. */
    public void run(Taker taker) throws IOException, LogException {
        long bundles = (tree.head().size() + TilePath.FULL - 1) / TilePath.FULL;
        for (long bundle = bundles - 1; bundle >= 0; bundle--) {
            List<byte[]> entries = tree.tiles().entries(bundle);
            for (int i = entries.size() - 1; i >= 0; i--) {
                long number = bundle * TilePath.FULL + i;
                taker.take(number, LogEntry.read(LogPaths.entry(number), entries.get(i)));
            }
        }
    }
}
