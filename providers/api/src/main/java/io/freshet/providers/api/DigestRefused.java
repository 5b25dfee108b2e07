package io.freshet.providers.api;

import org.jspecify.annotations.Nullable;

/**
 * The bytes that arrived don't have the announced SHA-256; nothing was stored. Retryable: they were damaged on their way,
 * unless it happens again and again.
 */
public final class DigestRefused extends StoreException {
    public DigestRefused(Where where, @Nullable Throwable cause) {
        super(
                "the bytes of the write don't have the announced SHA-256",
                where,
                "if it happens again, look for faulty memory or disks here, or a proxy that changes requests",
                Retryable.YES,
                cause);
    }
}
