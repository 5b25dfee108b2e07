/** What is in a snapshot. */
@NullMarked
package io.freshet.reader.list;

import org.jspecify.annotations.NullMarked;
