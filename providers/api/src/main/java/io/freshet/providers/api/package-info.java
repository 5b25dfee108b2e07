/** The contract between Freshet and an object store. */
@NullMarked
package io.freshet.providers.api;

import org.jspecify.annotations.NullMarked;
