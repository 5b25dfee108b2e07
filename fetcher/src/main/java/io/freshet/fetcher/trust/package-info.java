/**
 * From what a node was given to the snapshot that a channel names: trust metadata, pointer, manifest and location root,
 * each verified before the next is asked for, from whichever mirrors have them.
 */
@NullMarked
package io.freshet.fetcher.trust;

import org.jspecify.annotations.NullMarked;
