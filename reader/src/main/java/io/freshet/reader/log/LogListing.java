package io.freshet.reader.log;

import io.freshet.core.log.LogException;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TreeHead;
import io.freshet.core.policy.RulesBroken;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.trust.OpenRepository;
import java.io.IOException;
import java.util.List;

/**
 * What a log has, newest first, a bundle of it in memory at a time; each is under the log's signature. Memory beside that:
 * the releases of all channels, some hundred bytes each.
 */
public final class LogListing {

    private final OpenLog.Tree tree;
    private final ReleasesToFind releases;

    /**
     * Opens the log as it is now.
     *
     * @throws RulesBroken if a channel names what the repository's policy does not allow
     */
    public LogListing(OpenRepository repository, OpenLog log) throws IOException, TrustException {
        this.releases = ReleasesToFind.of(repository);
        this.tree = log.tree();
        releases.take(repository);
    }

    /** Takes rows. */
    @FunctionalInterface
    public interface Taker {
        /** The next one. */
        void take(LogRow row) throws IOException;
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
                taker.take(LogRow.read(number, entries.get(i), releases));
            }
        }
    }
}
