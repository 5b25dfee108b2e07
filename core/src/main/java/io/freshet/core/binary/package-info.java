/** Reading and writing of the format's primitive values: bounded, strict, without copies that need not be. */
@NullMarked
package io.freshet.core.binary;

import org.jspecify.annotations.NullMarked;
