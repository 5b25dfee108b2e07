package io.freshet.providers.s3;

import io.freshet.providers.testkit.S3ProxyServer;
import io.freshet.providers.testkit.S3Server;
import java.nio.file.Path;

class S3ProxyTest extends S3Contract {
    @Override
    S3Server start(Path directory) throws Exception {
        return S3ProxyServer.start(directory);
    }

    @Override
    boolean compareAndSetHoldsInRaces() {
        return false;
    }
}
