/**
 * When something was there at the latest, by the word of an authority that has no part in it: RFC 3161. Asks nobody: who
 * reaches an authority hands in a {@link io.freshet.core.timestamp.TimestampAuthority}.
 */
@NullMarked
package io.freshet.core.timestamp;

import org.jspecify.annotations.NullMarked;
