/**
 * From entries to chunks with ids: several files are read and cut at once, batches of chunks are hashed by all cores, and
 * everything comes out in the order of the index. Memory is a fixed number of buffers.
 */
@NullMarked
package io.freshet.publisher.cut;

import org.jspecify.annotations.NullMarked;
