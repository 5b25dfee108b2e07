package io.freshet.publisher.commit;

import io.freshet.core.trust.Role;
import java.time.Instant;

/**
 * A document that has less than half of its life left, and that could not be signed again: its keys are elsewhere.
 *
 * @param role whose document it is: {@code root}, {@code targets}, or a channel's role
 * @param expires when readers begin to refuse it, and all that depends on it
 * @param signers whose signatures it takes, and how many
 */
public record Expiring(String role, Instant expires, Role signers) {}
