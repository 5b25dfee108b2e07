/**
 * What somebody claims of a release under a signature: DSSE envelopes, in-toto statements, SLSA provenance. Reads and
 * verifies; where they lie is said by {@link io.freshet.core.attest.AttestationPath}.
 */
@NullMarked
package io.freshet.core.attest;

import org.jspecify.annotations.NullMarked;
