/** A disk that forgets: what was written and not waited for may be gone after a power cut (docs/adr/0003). */
@NullMarked
package io.freshet.fetcher.crash;

import org.jspecify.annotations.NullMarked;
