/** A repository in a directory: {@code file:} destinations. */
@NullMarked
package io.freshet.providers.file;

import org.jspecify.annotations.NullMarked;
