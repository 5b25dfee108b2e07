/** What a component needs, window by window: which chunks lie here already, and which must be downloaded. */
@NullMarked
package io.freshet.fetcher.plan;

import org.jspecify.annotations.NullMarked;
