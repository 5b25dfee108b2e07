/** What tests of whole commands need. */
@NullMarked
package io.freshet.cli.testing;

import org.jspecify.annotations.NullMarked;
