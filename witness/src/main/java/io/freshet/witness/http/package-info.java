/** Witnesses over HTTP: the server, and the client that a log asks them with. */
@NullMarked
package io.freshet.witness.http;

import org.jspecify.annotations.NullMarked;
