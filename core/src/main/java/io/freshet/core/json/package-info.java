/**
 * JSON as this project reads and writes it: bounded and strict on the way in, with the fields that it does not know
 * kept, and in a canonical form where signatures are made over it.
 */
@NullMarked
package io.freshet.core.json;

import org.jspecify.annotations.NullMarked;
