/** The threads of one publication: they end together, and the first failure is the one that is told. */
@NullMarked
package io.freshet.publisher.crew;

import org.jspecify.annotations.NullMarked;
