package io.freshet.providers.api;

import java.io.IOException;

/** The bytes that should be written can't be read here; nothing was stored. The local disk's fault. Fatal. */
public final class BodyUnreadable extends StoreException {
    public BodyUnreadable(Where where, IOException cause) {
        super(
                "the data to write can't be read: " + cause.getMessage(),
                where,
                "check that the local file is whole and that nothing changes or removes it during a publication",
                Retryable.NO,
                cause);
    }
}
