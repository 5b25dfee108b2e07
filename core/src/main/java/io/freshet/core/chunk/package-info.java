/**
 * From files to chunks (section 3 of the format): the profile, its patterns and chunkers, zero runs, and the cutter
 * that finds both in a stream of windows. Nothing here reads files or hashes.
 */
@NullMarked
package io.freshet.core.chunk;

import org.jspecify.annotations.NullMarked;
