/** Real engines changing their files, night after night, and what that costs at each grain, level and policy. */
@NullMarked
package io.freshet.bench.nights;

import org.jspecify.annotations.NullMarked;
