package io.freshet.cli;

import io.freshet.core.manifest.Reasons;
import picocli.CommandLine.Option;

/** Why something is done to a channel. */
final class ReasonOption {

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What operators are told.")
    private String reason = "";

    /** As it was typed, where that can be one. */
    String text() throws UsageException {
        try {
            Reasons.check(reason);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--reason is one line of 1 to 500 characters: operators read it");
        }
        return reason;
    }
}
