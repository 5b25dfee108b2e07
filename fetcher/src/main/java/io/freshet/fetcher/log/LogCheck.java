package io.freshet.fetcher.log;

import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.LogView;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.VerifiedCheckpoint;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.TrustStore;
import io.freshet.fetcher.trust.ChannelSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Requires a release to be in the log, and the log to have grown from what was seen of it before. Two requests where all
 * is well and the log did not grow; some tiles more where it did. A mirror that gives something else is left for the
 * next; what only the holder of the log's key can have done is refused whatever the others say.
 */
public final class LogCheck {

    /** The file of the trust store that has the last checkpoint that was accepted, as it was signed. */
    static final String SEEN = "log.checkpoint";

    private final MetadataSource mirrors;
    private final TrustStore store;
    private final Evidence evidence;
    private final LogRule rule;

    /**
     * @param store what is kept of trust, the log's last checkpoint with it
     * @param evidence the directory for what two histories are proven with
     */
    public LogCheck(MetadataSource mirrors, TrustStore store, Path evidence, LogRule rule) {
        this.mirrors = mirrors;
        this.store = store;
        this.evidence = new Evidence(evidence);
        this.rule = rule;
    }

    /**
     * Checks a release, and keeps what was seen of the log.
     *
     * @throws LogRefused if the release is not to be taken
     * @throws IOException if no mirror could be asked
     */
    public Logged check(ChannelSnapshot found) throws IOException {
        RepositoryLog log = RepositoryLog.of(FirstRoot.of(store, found.root()), found.root());
        if (log.keys().isEmpty()) {
            throw new LogRefused.NoKey(log.origin());
        }
        MirrorTurns turns = MirrorTurns.of(mirrors, found.verdicts());
        LogPolicy policy = rule.policy(log);
        Inclusion inclusion = new Inclusion(found.pointer(), policy, evidence);
        Inclusion.Proven proven = turns.first(inclusion::at);
        remember(proven.under(), turns);
        return new Logged(found.pointer().log(), proven.under().head(), proven.shown(), policy);
    }

    private void remember(VerifiedCheckpoint offered, MirrorTurns turns) throws IOException {
        Optional<byte[]> kept = store.read(SEEN);
        LogView view = LogView.first(offered);
        if (kept.isPresent()) {
            SignedCheckpoint seen = SignedCheckpoint.parse(kept.get());
            try {
                view = turns.first(mirror -> new LogView(seen).withEarlier(offered, mirror));
            } catch (LogRefused.Invalid e) {
                throw e.getCause() instanceof LogException.Conflict conflict
                        ? refused(conflict, seen, offered.signed())
                        : e;
            }
        }
        byte[] next = view.seen().encode();
        if (kept.isEmpty() || !Arrays.equals(kept.get(), next)) {
            store.write(SEEN, next);
        }
    }

    private LogRefused refused(LogException.Conflict why, SignedCheckpoint seen, SignedCheckpoint offered)
            throws IOException {
        return new LogRefused.Conflict(
                why,
                evidence.save("checkpoint", why.seen()),
                evidence.save("checkpoint", why.offered()),
                seen,
                offered);
    }
}
