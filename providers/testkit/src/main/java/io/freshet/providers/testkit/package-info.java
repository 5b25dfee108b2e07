/** The contract suite that every provider passes, with stores that misbehave or remember on request. */
@NullMarked
package io.freshet.providers.testkit;

import org.jspecify.annotations.NullMarked;
