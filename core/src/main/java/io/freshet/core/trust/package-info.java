/**
 * Who may say what a repository holds: The Update Framework 1.0.34, with consistent snapshots and its three types
 * of keys (Ed25519, ECDSA on P-256, RSA-PSS). The client workflow is a pure state machine over received bytes ({@link io.freshet.core.trust.TrustedState}), which
 * {@link io.freshet.core.trust.Updater} drives over mirrors and local files; the signer's side is
 * {@link io.freshet.core.trust.RepositorySigner}. Clause numbers in comments are those of that specification.
 */
@NullMarked
package io.freshet.core.trust;

import org.jspecify.annotations.NullMarked;
