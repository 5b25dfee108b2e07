package io.freshet.reader.log;

import io.freshet.core.FormatException;
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
    private final ReleasesToFind releases;
    private final List<String> differences = new ArrayList<>();
    private final List<LogRow.Entry> withoutRelease = new ArrayList<>();

    /** An audit of the log of {@code repository}. */
    public LogAudit(OpenRepository repository, OpenLog log) throws IOException {
        this.repository = repository;
        this.log = log;
        this.releases = ReleasesToFind.of(repository);
    }

    /**
     * What an audit has found.
     *
     * @param keys what others verify the log with: vkeys
     * @param head the tree that the checkpoint signs; that of no entries where no checkpoint holds
     * @param released entries below are those of releases and of runs that lost, by the snapshot
     * @param channels how many releases each channel's pointer and history name
     * @param differences what is not as it should be, the first thousand
     * @param withoutRelease entries that are of no release, or of none so far, the first thousand
     * @param tree what was audited, to be compared with that of others; nothing where there is no log to read
     */
    public record Result(
            String origin,
            List<String> keys,
            TreeHead head,
            long released,
            Map<String, Long> channels,
            List<String> differences,
            List<LogRow.Entry> withoutRelease,
            Optional<AuditedTree> tree) {
        public Result {
            keys = List.copyOf(keys);
            channels = Map.copyOf(channels);
            differences = List.copyOf(differences);
            withoutRelease = List.copyOf(withoutRelease);
        }
    }

    /** Reads all of it. */
    public Result run() throws IOException, TrustException {
        long released = releases.released();
        Map<String, Long> channels = releases.take(repository);
        TreeHead head = TreeHead.EMPTY;
        Optional<AuditedTree> audited = Optional.empty();
        try {
            OpenLog.Tree tree = log.tree();
            audited = Optional.of(new AuditedTree(tree));
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
        return new Result(log.log().origin(), keys, head, released, channels, differences, withoutRelease, audited);
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
        sequence(tree, number, logged);
        switch (LogRow.read(number, logged, releases)) {
            case LogRow.Unreadable unreadable -> differs(unreadable.problem());
            case LogRow.Entry row
            when row.standing().isRelease() ->
                new ProofCheck(tree, log.log().policy())
                        .problem(number, logged, row.standing() == LogRow.Standing.CURRENT)
                        .ifPresent(this::differs);
            case LogRow.Entry row when withoutRelease.size() < MOST_DIFFERENCES -> withoutRelease.add(row);
            case LogRow.Entry _ -> {}
        }
    }

    /** Whatever lies there, it is no reason to leave the others unread. */
    private void sequence(OpenLog.Tree tree, long number, byte[] logged) throws IOException {
        String path = LogPaths.entry(number);
        try {
            Optional<byte[]> inSequence = tree.mirror().get(path, LogEntry.LIMITS.maxBytes());
            if (inSequence.isEmpty() || !Arrays.equals(inSequence.get(), logged)) {
                differs(path + (inSequence.isEmpty() ? " is missing" : " is not the entry that the tree has"));
            }
        } catch (FormatException e) {
            differs(path + " is not the entry that the tree has: " + e.problem());
        }
    }

    private void differs(String what) {
        if (differences.size() < MOST_DIFFERENCES) {
            differences.add(what);
        }
    }
}
