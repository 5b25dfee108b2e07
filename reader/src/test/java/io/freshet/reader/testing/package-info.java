/** A real repository on the disk, published by the publisher. */
package io.freshet.reader.testing;
