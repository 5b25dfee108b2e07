/**
 * Asking the chain: whether the block that a snapshot says it stands at is the chain's, by nodes of the chain and lists of
 * checkpoints that whoever fetches has chosen, before anything of the snapshot is downloaded.
 */
@NullMarked
package io.freshet.fetcher.anchor;

import org.jspecify.annotations.NullMarked;
