/** Fetching a channel from a Java program. */
@NullMarked
package io.freshet.examples.embed;

import org.jspecify.annotations.NullMarked;
