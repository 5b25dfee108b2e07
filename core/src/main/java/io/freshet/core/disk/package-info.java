/** What disks can do that Java has no words for. */
@NullMarked
package io.freshet.core.disk;

import org.jspecify.annotations.NullMarked;
