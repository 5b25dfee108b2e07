/** The readable heads of things: manifests, channel pointers, descriptors (format, sections 7, 9 and 11). */
@NullMarked
package io.freshet.core.manifest;

import org.jspecify.annotations.NullMarked;
