/**
 * What Freshet needs of object storage, and nothing more: the {@link io.freshet.providers.api.ObjectStore} contract, its
 * value types and errors, the way from a URL to a store, and the thin wrappers that every store gets alike (retry,
 * throttle, meter).
 *
 * <p>A backend is one class that implements {@link io.freshet.providers.api.ObjectStore}, one that implements {@link
 * io.freshet.providers.api.StoreProvider}, and the contract suite of the testkit run against it.
 */
@NullMarked
package io.freshet.providers.api;

import org.jspecify.annotations.NullMarked;
