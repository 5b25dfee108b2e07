package io.freshet.fetcher.anchor;

import io.freshet.fetcher.http.EndpointClient;
import io.freshet.fetcher.http.EndpointFault;
import java.io.InterruptedIOException;

/**
 * Somebody who knows a chain: a node, or a list of checkpoints. Is a value: two of the same place are equal, and would be
 * one vote.
 */
public interface Anchor {

    /** What to call it in reports: its kind and its host, nothing secret. */
    @Override
    String toString();

    /**
     * What it says of a claim.
     *
     * @param client for those who ask over the network: bounds time and length of what is answered
     * @throws EndpointFault if it could not be asked, or its answer can't be used
     */
    Vote vote(Claim claim, EndpointClient client) throws EndpointFault, InterruptedIOException;

    /** Whether {@link #head} can be asked. */
    boolean hasHead();

    /**
     * The height of the chain's newest block.
     *
     * @throws EndpointFault if it could not be asked, or its answer can't be used
     * @throws UnsupportedOperationException unless it {@link #hasHead}
     */
    long head(EndpointClient client) throws EndpointFault, InterruptedIOException;
}
