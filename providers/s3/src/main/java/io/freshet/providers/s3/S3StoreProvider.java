package io.freshet.providers.s3;

import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreProvider;
import io.freshet.providers.api.StoreUrl;
import java.util.Set;

/**
 * Opens {@code s3://bucket/prefix}. Parameters: {@code endpoint}, {@code region}, {@code path-style} ({@code true} where
 * an endpoint is given), {@code profile}; else the usual AWS environment counts ({@code AWS_ENDPOINT_URL_S3}, {@code
 * AWS_ENDPOINT_URL}, {@code AWS_REGION}, {@code AWS_PROFILE}, …). Credentials come from the environment, the shared files,
 * or the machine's role, never from a URL.
 */
public final class S3StoreProvider implements StoreProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public S3StoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("s3");
    }

    @Override
    public ObjectStore open(StoreUrl url, StoreContext context) throws StoreException {
        S3Location location = S3Location.of(url, context);
        return new S3Store(url.text(), location, Clients.open(url.text(), location, context));
    }
}
