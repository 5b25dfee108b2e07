/** Measurements: kernels by JMH, whole processes beside their peers, and the generators behind the tables. */
@NullMarked
package io.freshet.bench;

import org.jspecify.annotations.NullMarked;
