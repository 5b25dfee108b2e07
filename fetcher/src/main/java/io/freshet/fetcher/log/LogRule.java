package io.freshet.fetcher.log;

import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.RepositoryLog;
import java.util.Optional;

/**
 * What a fetch requires of the log.
 *
 * @param witnesses a policy whose witnesses must have cosigned, as many as its quorum says; logs that it names count for
 *     nothing. Without one the log's own signature is enough
 */
public record LogRule(Optional<LogPolicy> witnesses) {

    LogPolicy policy(RepositoryLog log) {
        return witnesses.map(log::policy).orElseGet(log::policy);
    }
}
