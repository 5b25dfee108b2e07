package io.freshet.core.log;

import io.freshet.core.log.ConsistencyProof.Outcome;
import java.io.IOException;

/**
 * What somebody who reads a log remembers of it: the last checkpoint that was accepted. A log that shows another
 * history to others, or goes back, is found out when both meet.
 *
 * @param seen as it was accepted, signatures included: one half of the evidence
 */
public record LogView(SignedCheckpoint seen) {

    /** The view of whoever sees the log for the first time. */
    public static LogView first(VerifiedCheckpoint offered) {
        return new LogView(offered.signed());
    }

    /**
     * The view after {@code offered}, if that has grown from what was seen, or is the same, by the log's own tiles.
     *
     * @param tiles a mirror's; they are checked against {@code offered}, so that what they show is the log's doing
     * @throws LogException.Truncated if it is smaller than what was seen
     * @throws LogException.SplitView if it has another history
     * @throws LogException.WrongTiles if the tiles are not those of {@code offered}, which is the mirror's doing
     */
    public LogView next(VerifiedCheckpoint offered, TileSource tiles) throws IOException, LogException {
        TreeHead then = seen.head();
        requireGrowth(offered);
        if (offered.head().size() > then.size() && then.size() > 0) {
            TreeHead back = TiledTree.open(offered.head(), tiles).headAt(then.size());
            if (!back.equals(then)) {
                throw new LogException.SplitView(seen, offered.signed());
            }
        }
        return first(offered);
    }

    /**
     * The same by a proof that was made by somebody else.
     *
     * @throws LogException.NotConsistent if the proof shows neither growth nor another history
     */
    public LogView next(VerifiedCheckpoint offered, ConsistencyProof proof) throws LogException {
        requireGrowth(offered);
        Outcome outcome = proof.check(seen.head(), offered.head());
        return switch (outcome) {
            case HOLDS -> first(offered);
            case OTHER_BEGINNING -> throw new LogException.SplitView(seen, offered.signed());
            case PROVES_NOTHING -> throw new LogException.NotConsistent(seen, offered.signed());
        };
    }

    /**
     * The view after {@code offered}, which may also be what the log was before: then it must be the beginning of what was
     * seen, and the view stays. For what has an old checkpoint with it, such as the proof of an old release.
     *
     * @param tiles a mirror's; where {@code offered} is smaller they are checked against what was seen
     * @throws LogException.Missing if {@code offered} is smaller, and the tiles of what was seen are not to be had: who has
     *     copied no more than what leads to a release has not all of them
     * @throws LogException.WrongTiles if they are not those of what was seen, which is the mirror's doing
     * @throws LogException.SplitView if it has another history
     */
    public LogView withEarlier(VerifiedCheckpoint offered, TileSource tiles) throws IOException, LogException {
        TreeHead then = seen.head();
        boolean sameLog =
                offered.signed().checkpoint().origin().equals(seen.checkpoint().origin());
        if (!sameLog || offered.head().size() >= then.size()) {
            return next(offered, tiles);
        }
        TreeHead before = TiledTree.open(then, tiles).headAt(offered.head().size());
        if (!before.equals(offered.head())) {
            throw new LogException.SplitView(seen, offered.signed());
        }
        return this;
    }

    private void requireGrowth(VerifiedCheckpoint offered) throws LogException {
        String origin = seen.checkpoint().origin();
        if (!offered.signed().checkpoint().origin().equals(origin)) {
            throw new LogException.OtherLog(seen, offered.signed());
        }
        if (offered.head().size() < seen.head().size()) {
            throw new LogException.Truncated(seen, offered.signed());
        }
        if (offered.head().size() == seen.head().size() && !offered.head().equals(seen.head())) {
            throw new LogException.SplitView(seen, offered.signed());
        }
    }
}
