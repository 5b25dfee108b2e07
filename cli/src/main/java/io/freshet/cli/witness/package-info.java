/** {@code freshet witness}: cosigns the logs of others. */
@NullMarked
package io.freshet.cli.witness;

import org.jspecify.annotations.NullMarked;
