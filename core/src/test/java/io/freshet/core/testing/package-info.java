/** What tests of several packages need. */
@NullMarked
package io.freshet.core.testing;

import org.jspecify.annotations.NullMarked;
