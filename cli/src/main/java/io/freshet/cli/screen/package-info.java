/** What a person sees while a command works: a bar on a terminal, a line now and then elsewhere. */
@NullMarked
package io.freshet.cli.screen;

import org.jspecify.annotations.NullMarked;
