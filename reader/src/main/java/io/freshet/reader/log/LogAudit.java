package io.freshet.reader.log;

import io.freshet.core.FormatException;
import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TreeHead;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.trust.OpenRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Audits a repository's whole log at one mirror: the tree under its checkpoint, the sequence against the tree, each
 * channel's releases against the entries, and their proofs. Memory: the releases of all channels, some hundred bytes each, and one bundle.
 */
public final class LogAudit {

    private static final int MOST_DIFFERENCES = 1000;

    private final OpenRepository repository;
    private final OpenLog log;
    private final ReleasesToFind releases = new ReleasesToFind();
    private final List<String> differences = new ArrayList<>();

    /** An audit of the log of {@code repository}. */
    public LogAudit(OpenRepository repository, OpenLog log) {
        this.repository = repository;
        this.log = log;
    }

    /**
     * What an audit has found.
     *
     * @param keys what others verify the log with: vkeys
     * @param head the tree that the checkpoint signs; that of no entries where no checkpoint holds
     * @param released entries below are those of releases and of runs that lost, by the snapshot
     * @param channels how many releases each channel's pointer and history name
     * @param differences what is not as it should be, the first thousand
     */
    public record Result(
            String origin,
            List<String> keys,
            TreeHead head,
            long released,
            Map<String, Long> channels,
            List<String> differences) {
        public Result {
            keys = List.copyOf(keys);
            channels = Map.copyOf(channels);
            differences = List.copyOf(differences);
        }
    }

    /** Reads all of it. */
    public Result run() throws IOException, TrustException {
        long released =
                repository.state().snapshot().orElseThrow().signed().custom().log();
        Map<String, Long> channels = releases.take(repository);
        TreeHead head = TreeHead.EMPTY;
        try {
            OpenLog.Tree tree = log.tree();
            head = tree.head();
            entries(tree);
        } catch (NoLog e) {
            if (released > 0) {
                differs(String.valueOf(e.getMessage()));
            }
        } catch (LogException | FormatException e) {
            differs(String.valueOf(e.getMessage()));
        }
        if (head.size() < released) {
            differs("the checkpoint has " + head.size() + " entries, and the snapshot says that there are " + released);
        }
        releases.left().forEach(release -> differs("no entry of the log is that of " + release));
        List<String> keys = log.log().keys().stream().map(VerifierKey::encode).toList();
        return new Result(log.log().origin(), keys, head, released, channels, differences);
    }

    private void entries(OpenLog.Tree tree) throws IOException, LogException {
        long bundles = (tree.head().size() + TilePath.FULL - 1) / TilePath.FULL;
        for (long bundle = 0; bundle < bundles; bundle++) {
            List<byte[]> entries = tree.tiles().entries(bundle);
            for (int i = 0; i < entries.size(); i++) {
                entry(tree, bundle * TilePath.FULL + i, entries.get(i));
            }
        }
    }

    private void entry(OpenLog.Tree tree, long number, byte[] logged) throws IOException, LogException {
        String path = LogPaths.entry(number);
        Optional<byte[]> inSequence = tree.mirror().get(path, LogEntry.LIMITS.maxBytes());
        if (inSequence.isEmpty() || !Arrays.equals(inSequence.get(), logged)) {
            differs(path + (inSequence.isEmpty() ? " is missing" : " is not the entry that the tree has"));
        }
        try {
            ReleasesToFind.Match match = releases.found(number, LogEntry.read(path, logged));
            if (match != ReleasesToFind.Match.NONE) {
                new ProofCheck(tree, log.log().policy())
                        .problem(number, logged, match == ReleasesToFind.Match.CURRENT)
                        .ifPresent(this::differs);
            }
        } catch (JsonException e) {
            differs(String.valueOf(e.getMessage()));
        }
    }

    private void differs(String what) {
        if (differences.size() < MOST_DIFFERENCES) {
            differences.add(what);
        }
    }
}
