/** What publisher and fetcher must agree on: the words that every other package of the core uses. */
@NullMarked
package io.freshet.core;

import org.jspecify.annotations.NullMarked;
