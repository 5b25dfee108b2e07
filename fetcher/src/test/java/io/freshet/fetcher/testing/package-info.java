/** Repositories and mirrors for tests: made of the format's own classes, served over real sockets, faulty on request. */
@NullMarked
package io.freshet.fetcher.testing;

import org.jspecify.annotations.NullMarked;
