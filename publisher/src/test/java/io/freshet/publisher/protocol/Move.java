package io.freshet.publisher.protocol;

import java.util.function.Supplier;

/**
 * A step from one state to another.
 *
 * @param what who did what: asked for in traces only
 */
record Move(Supplier<String> what, World to) {}
