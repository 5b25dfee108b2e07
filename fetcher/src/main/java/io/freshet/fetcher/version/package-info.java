/** The directory that versions are fetched into: which there are, which is in use, and how the next one takes its place. */
@NullMarked
package io.freshet.fetcher.version;

import org.jspecify.annotations.NullMarked;
