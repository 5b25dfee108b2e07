/**
 * The commit protocol ({@code docs/spec/commit-protocol.md}) as a model, explored to its last state: publishers, a
 * collector, an authority and a follower, whose every step is one operation on one object.
 *
 * <p>{@link io.freshet.publisher.protocol.World} is a state. The actors ({@link
 * io.freshet.publisher.protocol.Publisher}, {@link io.freshet.publisher.protocol.Collector}) say what they can do in
 * it, {@link io.freshet.publisher.protocol.Laws} what must hold, {@link io.freshet.publisher.protocol.Explorer} goes
 * everywhere. {@link io.freshet.publisher.protocol.Flaw} lists the ways to break the protocol that the laws must catch.
 */
package io.freshet.publisher.protocol;
