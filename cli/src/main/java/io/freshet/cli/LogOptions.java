package io.freshet.cli;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPolicy;
import io.freshet.fetcher.log.LogRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
        try (InputStream file = Files.newInputStream(policy)) {
            return Optional.of(new LogRule(Optional.of(LogPolicy.parse(file.readNBytes(LogPolicy.MOST_BYTES + 1)))));
        } catch (NoSuchFileException e) {
            throw new UsageException("--log-policy: there is no file " + policy);
        } catch (FormatException e) {
            throw new UsageException("--log-policy: " + policy + ": " + e.getMessage());
        }
    }
}
