/**
 * What need not be stored again: the chunks and index nodes of the parent, those in packs of an interrupted run, and those
 * that this publication has stored itself. All of it on disk, or of a fixed size.
 */
@NullMarked
package io.freshet.publisher.dedupe;

import org.jspecify.annotations.NullMarked;
