/** Whole runs of Freshet and of other tools on the same directories: time, memory, bytes, requests, and whether it is right. */
@NullMarked
package io.freshet.bench.runs;

import org.jspecify.annotations.NullMarked;
