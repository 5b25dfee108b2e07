/**
 * What the files of a source looked like when they were last released, kept on this machine: one whose size, times and
 * place in the file system are the same needs no reading.
 */
@NullMarked
package io.freshet.publisher.times;

import org.jspecify.annotations.NullMarked;
