/** A repository's transparency log, listed and audited. */
@NullMarked
package io.freshet.reader.log;

import org.jspecify.annotations.NullMarked;
