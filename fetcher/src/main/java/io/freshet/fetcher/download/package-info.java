/** Bringing chunks from mirrors to their places: ranges of frames are fetched, decoded, verified and written. */
@NullMarked
package io.freshet.fetcher.download;

import org.jspecify.annotations.NullMarked;
