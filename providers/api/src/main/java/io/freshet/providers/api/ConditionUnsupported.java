package io.freshet.providers.api;

import org.jspecify.annotations.Nullable;

/** The store refuses conditional writes, or says yes and ignores the condition. Fatal. */
public final class ConditionUnsupported extends StoreException {
    /** @param wrong which condition, and what the store did with it */
    public ConditionUnsupported(String wrong, Where where, @Nullable Throwable cause) {
        super(
                wrong,
                where,
                "use this store only as a follower, and as the authority one with conditional writes"
                        + " (Amazon S3, MinIO, Cloudflare R2, a local directory)",
                Retryable.NO,
                cause);
    }
}
