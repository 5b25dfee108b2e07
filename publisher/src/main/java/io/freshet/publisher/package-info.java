/** From a source to a committed snapshot at every destination. */
@NullMarked
package io.freshet.publisher;

import org.jspecify.annotations.NullMarked;
