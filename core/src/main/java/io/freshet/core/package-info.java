/** What publisher and fetcher must agree on: the format and the rules of trust. No network, no cloud SDK. */
@NullMarked
package io.freshet.core;

import org.jspecify.annotations.NullMarked;
