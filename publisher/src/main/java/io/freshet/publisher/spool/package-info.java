/** Temporary files of a publication: written once from front to back, then read. Gone when they are closed. */
@NullMarked
package io.freshet.publisher.spool;

import org.jspecify.annotations.NullMarked;
