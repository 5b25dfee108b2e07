/** The command line: one class for each verb, one place for exit codes. */
@NullMarked
package io.freshet.cli;

import org.jspecify.annotations.NullMarked;
