/** Where a publisher keeps what helps its next run, and may be lost. */
@NullMarked
package io.freshet.publisher.kept;

import org.jspecify.annotations.NullMarked;
