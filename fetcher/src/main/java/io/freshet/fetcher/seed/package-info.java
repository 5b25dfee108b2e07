/** Local data that may be reused instead of downloaded. Nothing of it is used before it was hashed again. */
@NullMarked
package io.freshet.fetcher.seed;

import org.jspecify.annotations.NullMarked;
