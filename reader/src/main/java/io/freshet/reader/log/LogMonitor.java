package io.freshet.reader.log;

import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.LogView;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TreeHead;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.trust.OpenRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a log again: whether it has only grown from what was seen of it, what is new in it, and whether every release
 * that channels name is in it. Where it has grown all of it is read, a bundle at a time; else a few tiles are.
 */
public final class LogMonitor {

    private static final int MOST_DIFFERENCES = 1000;

    private final OpenRepository repository;
    private final OpenLog log;
    private final LogPolicy policy;
    private final List<String> differences = new ArrayList<>();

    /**
     * A look at one mirror.
     *
     * @param policy who must have signed the checkpoint
     */
    public LogMonitor(OpenRepository repository, OpenLog log, LogPolicy policy) {
        this.repository = repository;
        this.log = log;
        this.policy = policy;
    }

    /**
     * What was found.
     *
     * @param head the tree that the mirror has; of no entries where it has none yet
     * @param seen what is to be remembered from now on, if anything
     * @param differences what is not as it should be, the first thousand
     */
    public record Result(TreeHead head, Optional<SignedCheckpoint> seen, List<String> differences) {

        /** Copies the list. */
        public Result {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Looks.
     *
     * @param seen what was remembered the last time
     * @param taker is given what is new since, oldest first
     * @throws LogException if what the mirror has is not to be trusted; a {@link LogException.Conflict} proves why,
     *     but for {@link LogException.Truncated}: the mirror has less than was seen
     * @throws NoLog if there are releases, and no log
     */
    public Result run(Optional<SignedCheckpoint> seen, LogListing.Taker taker)
            throws IOException, LogException, TrustException {
        long released =
                repository.state().snapshot().orElseThrow().signed().custom().log();
        if (released == 0 && seen.isEmpty() && !log.exists()) {
            return new Result(TreeHead.EMPTY, seen, List.of());
        }
        OpenLog.Tree tree = log.treeUnder(policy);
        LogView view = seen.isEmpty() ? LogView.first(tree.checkpoint()) : after(new LogView(seen.get()), tree);
        if (tree.head().size() < released) {
            differs("the checkpoint has " + tree.head().size() + " entries, and the snapshot says that there are "
                    + released);
        }
        releases(tree, seen.map(note -> note.head().size()).orElse(0L), taker);
        return new Result(tree.head(), Optional.of(view.seen()), differences);
    }

    /** A mirror that has less than was seen may have tiles that show another history; without them it only lags. */
    private static LogView after(LogView before, OpenLog.Tree tree) throws IOException, LogException {
        if (tree.head().size() < before.seen().head().size()) {
            try {
                before.withEarlier(tree.checkpoint(), tree.mirror());
            } catch (LogException.Missing | LogException.WrongTiles e) {
                // Whoever has less of the log does not have the tiles of more of it.
            }
        }
        return before.next(tree.checkpoint(), tree.mirror());
    }

    /** Reads the entries that are new, and those of the releases that are to be there. */
    private void releases(OpenLog.Tree tree, long known, LogListing.Taker taker)
            throws IOException, LogException, TrustException {
        ReleasesToFind releases = ReleasesToFind.of(repository);
        releases.take(repository);
        long bundles = (tree.head().size() + TilePath.FULL - 1) / TilePath.FULL;
        // An older release of a history may be anywhere.
        boolean all = tree.head().size() > known;
        for (long bundle = 0; bundle < bundles; bundle++) {
            if (!all && !releases.expectsCurrentIn(bundle)) {
                continue;
            }
            List<byte[]> entries = tree.tiles().entries(bundle);
            for (int i = 0; i < entries.size(); i++) {
                entry(bundle * TilePath.FULL + i, entries.get(i), known, releases, taker);
            }
        }
        (all ? releases.left() : releases.leftOfCurrent())
                .forEach(release -> differs("no entry of the log is that of " + release));
    }

    private void entry(long number, byte[] bytes, long known, ReleasesToFind releases, LogListing.Taker taker)
            throws IOException {
        LogRow row = LogRow.read(number, bytes, releases);
        if (number >= known) {
            taker.take(row);
            if (row instanceof LogRow.Unreadable unreadable) {
                differs(unreadable.problem());
            }
        }
    }

    private void differs(String what) {
        if (differences.size() < MOST_DIFFERENCES) {
            differences.add(what);
        }
    }
}
