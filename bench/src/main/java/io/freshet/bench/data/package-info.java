/** Directories to measure with. */
@NullMarked
package io.freshet.bench.data;

import org.jspecify.annotations.NullMarked;
