package io.freshet.providers.testkit;

import java.util.concurrent.CountDownLatch;

/** What goes wrong with a call of a {@link FaultyStore}. */
public sealed interface Fault {

    /** The request never arrives: a retryable error, and nothing happened. */
    record Fail() implements Fault {}

    /** The store doesn't let us: a fatal error, and nothing happened. */
    record Deny() implements Fault {}

    /** The request is carried out, but its answer is lost: a retryable error. */
    record LoseAnswer() implements Fault {}

    /**
     * The connection breaks while the body is sent: a retryable error.
     *
     * @param bytes of the body that are sent before; at least one must be missing
     */
    record Cut(long bytes) implements Fault {}

    /** One bit of the bytes flips on its way, sent or received. */
    record Corrupt() implements Fault {}

    /** A conditional write is accepted and its condition ignored, as some stores do. */
    record IgnoreCondition() implements Fault {}

    /** The process dies just before the request is sent: {@link Crash}, for this call and all later ones. */
    record CrashBefore() implements Fault {}

    /** The process dies just after the request was carried out: {@link Crash}, for this call and all later ones. */
    record CrashAfter() implements Fault {}

    /**
     * The request waits before it is sent, until the test lets it go.
     *
     * @param reached counted down when the request waits
     * @param released what it waits for
     */
    record Hold(CountDownLatch reached, CountDownLatch released) implements Fault {
        /** A new hold. */
        public static Hold create() {
            return new Hold(new CountDownLatch(1), new CountDownLatch(1));
        }
    }

    /** The process that used the store is dead. Not an exception that code under test would handle. */
    final class Crash extends Error {
        Crash() {
            super("the process died here, as the test asked for");
        }
    }
}
