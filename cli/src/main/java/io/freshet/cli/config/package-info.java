/** The configuration of a publication: {@code freshet.yaml}. */
@NullMarked
package io.freshet.cli.config;

import org.jspecify.annotations.NullMarked;
