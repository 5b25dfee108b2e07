package io.freshet.providers.api;

/**
 * What went to and from a store.
 *
 * @param requests sent, the failed ones included
 * @param failures requests that ended with a {@link StoreException}
 * @param bytesSent of bodies that were stored
 * @param bytesReceived of objects and ranges
 */
public record Traffic(long requests, long failures, long bytesSent, long bytesReceived) {

    /** Both together. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                requests + other.requests,
                failures + other.failures,
                bytesSent + other.bytesSent,
                bytesReceived + other.bytesReceived);
    }
}
