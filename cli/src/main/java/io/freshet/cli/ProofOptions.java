package io.freshet.cli;

import io.freshet.core.log.LogPolicy;
import io.freshet.core.proof.ProofTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked of a proof besides what the publisher's root says. */
final class ProofOptions {

    @Option(
            names = "--log-policy",
            paramLabel = "FILE",
            description =
                    "Witnesses and quorum (a tlog-policy file): so many must have cosigned the log, by the proof of"
                            + " it that was kept.")
    private @Nullable Path policy;

    @Mixin
    private TimestampRootsOption roots = new TimestampRootsOption();

    @Option(
            names = "--require-timestamps",
            description =
                    "As many of the channel's keys as it needs must have signed attestations with a timestamp that"
                            + " counts, by --timestamp-roots.")
    private boolean requireTimestamps;

    /**
     * What was asked.
     *
     * @param timestamps whether attestations count only with one
     */
    record Asked(ProofTerms terms, boolean timestamps) {}

    boolean isGiven() {
        return policy != null || roots.isGiven() || requireTimestamps;
    }

    Asked asked() throws IOException, UsageException {
        Optional<LogPolicy> witnesses =
                policy == null ? Optional.empty() : Optional.of(PolicyFile.read("--log-policy", policy));
        ProofTerms terms = new ProofTerms(witnesses, roots.roots());
        if (requireTimestamps && terms.authorities().isEmpty()) {
            throw new UsageException("timestamps are required, by whom? Name roots with --timestamp-roots FILE");
        }
        return new Asked(terms, requireTimestamps);
    }
}
