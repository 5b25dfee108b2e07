/**
 * Reading objects and ranges of objects from mirrors over HTTP: which mirror to ask, what can go wrong with it, and
 * where the rest of the bytes comes from when it does.
 */
@NullMarked
package io.freshet.fetcher.http;

import org.jspecify.annotations.NullMarked;
