package io.freshet.reader.log;

import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogPaths;

/** What lies at a number of the log. The log's signature is over its bytes: it says nothing of what they are. */
public sealed interface LogRow {

    /** Its place in the sequence. */
    long number();

    /**
     * An entry.
     *
     * @param standing what became of it
     */
    record Entry(long number, LogEntry entry, Standing standing) implements LogRow {}

    /**
     * Something else, that only whoever wrote to the bucket by himself, or had the log's key, can have put there.
     *
     * @param problem what is wrong with it
     */
    record Unreadable(long number, String problem) implements LogRow {}

    /** What became of an entry. */
    enum Standing {
        /** A channel's current release. */
        CURRENT("a release"),
        /** One that a channel's history names. */
        OLDER("a release"),
        /** The snapshot does not count it yet. */
        OPEN("not released so far"),
        /** No channel names it, though releases came after it. */
        NONE("no release: its publisher died, lost a race, or did not write it");

        private final String words;

        Standing(String words) {
            this.words = words;
        }

        /** Whether it is that of a release. */
        public boolean isRelease() {
            return this == CURRENT || this == OLDER;
        }

        /** What it is. */
        public String words() {
            return words;
        }
    }

    /** The row of bytes that are under the log's signature. */
    static LogRow read(long number, byte[] bytes, ReleasesToFind releases) {
        try {
            LogEntry entry = LogEntry.read(LogPaths.entry(number), bytes);
            return new Entry(number, entry, releases.found(number, entry));
        } catch (JsonException e) {
            return new Unreadable(number, String.valueOf(e.getMessage()));
        }
    }
}
