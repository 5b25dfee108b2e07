/** The verbs that look after keys and the root: {@code freshet key}, {@code freshet root}. */
@NullMarked
package io.freshet.cli.keys;

import org.jspecify.annotations.NullMarked;
