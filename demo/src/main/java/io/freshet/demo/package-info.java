/** The whole product in two minutes on one machine, as {@code freshet demo}. */
@NullMarked
package io.freshet.demo;

import org.jspecify.annotations.NullMarked;
