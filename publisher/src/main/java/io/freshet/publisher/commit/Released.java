package io.freshet.publisher.commit;

import io.freshet.core.manifest.Pointer;

/**
 * What a commit did.
 *
 * @param pointer what the channel points to now
 * @param races how often somebody else was faster before
 */
public record Released(Pointer pointer, int races) {}
