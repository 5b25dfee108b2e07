package io.freshet.providers.s3;

import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreUrl;
import io.freshet.providers.testkit.S3Server;
import io.freshet.providers.testkit.StoreFixture;
import java.net.URI;

/** A prefix of its own in a bucket of a server. */
record S3Fixture(S3Server server, String prefix, boolean compareAndSetHoldsInRaces) implements StoreFixture {
    static final String BUCKET = "contract";

    @Override
    public ObjectStore open() throws StoreException {
        return open(server, server.endpoint(), prefix);
    }

    static ObjectStore open(S3Server server, URI endpoint, String prefix) throws StoreException {
        StoreContext context = new StoreContext(server.environment(), "freshet/test");
        return new S3StoreProvider().open(StoreUrl.parse(S3Server.url(endpoint, BUCKET, prefix)), context);
    }
}
