/** A snapshot as one plain {@code .tar.zst}, made of the frames that are stored already. */
@NullMarked
package io.freshet.reader.tar;

import org.jspecify.annotations.NullMarked;
