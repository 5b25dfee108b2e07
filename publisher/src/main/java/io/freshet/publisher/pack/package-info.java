/**
 * From new chunks to stored packs: chunks are gathered into frames, frames are compressed by all cores, packs are filled in
 * order and handed to the destinations while the next ones are being made.
 */
@NullMarked
package io.freshet.publisher.pack;

import org.jspecify.annotations.NullMarked;
