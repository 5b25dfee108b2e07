/** What two snapshots differ in, and what an update from one to the other transfers. */
@NullMarked
package io.freshet.reader.diff;

import org.jspecify.annotations.NullMarked;
