/** Repositories in object stores, read as those at mirrors are. */
@NullMarked
package io.freshet.reader.store;

import org.jspecify.annotations.NullMarked;
