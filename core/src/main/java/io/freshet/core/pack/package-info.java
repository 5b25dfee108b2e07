/**
 * Frames and packs (section 5 of the format): chunks compressed together, and the immutable objects that they lie in,
 * which describe themselves.
 */
@NullMarked
package io.freshet.core.pack;

import org.jspecify.annotations.NullMarked;
