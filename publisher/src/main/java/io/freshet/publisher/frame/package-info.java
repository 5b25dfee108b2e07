/** Frames by number: how a publication speaks of where chunks lie before packs have names. */
@NullMarked
package io.freshet.publisher.frame;

import org.jspecify.annotations.NullMarked;
