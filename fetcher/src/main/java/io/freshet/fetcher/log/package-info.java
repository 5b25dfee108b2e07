/**
 * What a fetch, or whoever looks, asks of a repository's transparency log: that a release is in it, and that the log is
 * the one that was seen before. Nothing here is read unless somebody asks for it.
 */
@NullMarked
package io.freshet.fetcher.log;

import org.jspecify.annotations.NullMarked;
