package io.freshet.core.log;

/** Where a repository's log lies: tlog-tiles beneath {@code log/}, the entries by their numbers, and proofs. */
public final class LogPaths {

    /** The prefix of the log: what tlog-tiles has at its root lies here. */
    public static final String PREFIX = "log/";

    /** What the names of all entries begin with; their numbers follow. */
    public static final String SEQUENCE = PREFIX + "seq/";

    /** The log's head, which changes: all else below {@value #PREFIX} never does. */
    public static final String CHECKPOINT = PREFIX + "checkpoint";

    private LogPaths() {}

    /** An entry, in the order in which they were claimed. */
    public static String entry(long number) {
        return SEQUENCE + number;
    }

    /** That an entry is in the log: a {@link TlogProof}. */
    public static String proof(long number) {
        return PREFIX + "proof/" + number;
    }

    /** A tile or entry bundle. */
    public static String tile(TilePath path) {
        return PREFIX + path;
    }
}
