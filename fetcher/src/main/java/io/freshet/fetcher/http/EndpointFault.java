package io.freshet.fetcher.http;

import java.io.IOException;

/** An endpoint has not answered, or with nothing that can be used: says what it did, in few words and without its URL. */
public final class EndpointFault extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean passing;

    /** One that asking again would not change. */
    public EndpointFault(String what) {
        this(what, false);
    }

    EndpointFault(String what, boolean passing) {
        super(what);
        this.passing = passing;
    }

    /** Whether it may be over in a moment. */
    boolean passing() {
        return passing;
    }
}
