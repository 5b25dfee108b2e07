package io.freshet.cli;

import io.freshet.fetcher.log.LogRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is required of the repository's transparency log. */
final class LogOptions {

    @Option(
            names = "--require-log",
            description = "Take only a release that the repository's public log has, by a log that has only grown since"
                    + " this directory last saw it.")
    private boolean required;

    @Option(
            names = "--log-policy",
            paramLabel = "FILE",
            description = "Witnesses and quorum (a tlog-policy file): so many must have cosigned the log, too. Implies"
                    + " --require-log.")
    private @Nullable Path policy;

    /** What was asked for; nothing where the log is not to be read. */
    Optional<LogRule> rule() throws IOException, UsageException {
        if (policy == null) {
            return required ? Optional.of(new LogRule(Optional.empty())) : Optional.empty();
        }
        return Optional.of(new LogRule(Optional.of(PolicyFile.read("--log-policy", policy))));
    }
}
