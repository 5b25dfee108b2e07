/** Gathers what proves a fetched version later, without a network. */
@NullMarked
package io.freshet.fetcher.proof;

import org.jspecify.annotations.NullMarked;
