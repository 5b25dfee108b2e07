package io.freshet.cli;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPolicy;
import java.io.IOException;
import java.nio.file.Path;

/** Reads tlog-policy files that options name. */
public final class PolicyFile {

    private PolicyFile() {}

    /**
     * Reads one.
     *
     * @param option who names it, for errors
     */
    public static LogPolicy read(String option, Path file) throws IOException, UsageException {
        try {
            return LogPolicy.parse(OptionFile.read(option, file, LogPolicy.MOST_BYTES));
        } catch (FormatException e) {
            throw new UsageException(option + ": " + file + ": " + e.getMessage());
        }
    }
}
