/** From mirrors to a verified, activated snapshot on the local disk. HTTP only. */
@NullMarked
package io.freshet.fetcher;

import org.jspecify.annotations.NullMarked;
