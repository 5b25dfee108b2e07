package io.freshet.publisher.witness;

import java.io.IOException;

/** A witness has cosigned another history of the log than the one that it was asked about. */
final class OtherHistory extends IOException {

    private static final long serialVersionUID = 1;

    OtherHistory(String message) {
        super(message);
    }
}
