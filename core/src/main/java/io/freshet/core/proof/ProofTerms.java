package io.freshet.core.proof;

import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.timestamp.TimestampRoots;
import java.util.Optional;

/**
 * What a reader asks of a proof besides what the publisher's root says.
 *
 * @param witnesses a policy whose witnesses must have cosigned the log's checkpoint, as many as its quorum says; logs that
 *     it names count for nothing
 * @param authorities who says which timestamps are worth something
 */
public record ProofTerms(Optional<LogPolicy> witnesses, Optional<TimestampRoots> authorities) {

    /** Nothing. */
    public static final ProofTerms NONE = new ProofTerms(Optional.empty(), Optional.empty());

    LogPolicy policy(RepositoryLog log) {
        return witnesses.map(log::policy).orElseGet(log::policy);
    }
}
