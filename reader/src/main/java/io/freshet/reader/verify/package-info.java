/** Whether repositories and fetched directories are what they were when they were signed. */
@NullMarked
package io.freshet.reader.verify;

import org.jspecify.annotations.NullMarked;
