/**
 * A directory as a store: {@code file:/srv/repo} or a bare path.
 *
 * <p>The key {@code packs/ab/x.bin} is the file {@code packs/ab/x.bin}: any web server can serve the directory as it is.
 * What belongs to the store itself is under {@code .freshet/}, which a server may serve or hide:
 *
 * <pre>
 * .freshet/lock               locked while a name is changed (compare-and-set, overwrite, removal)
 * .freshet/writers/ID.lock    locked as long as writer ID lives; the next writer clears up after a dead one
 * .freshet/writers/ID-N.tmp   a file that writer ID is writing
 * </pre>
 *
 * <p>A file is written aside, flushed to disk, and only then given its name, by {@code link} or {@code rename}; then the
 * directory is flushed. Whenever the process or the machine dies, a name shows the old bytes or the new ones. Files and
 * directories get the permissions that the umask leaves, so that a web server of another user can read them.
 */
@NullMarked
package io.freshet.providers.file;

import org.jspecify.annotations.NullMarked;
