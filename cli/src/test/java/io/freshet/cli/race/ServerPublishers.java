package io.freshet.cli.race;

import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.Stores;
import io.freshet.providers.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same at a server that is started once for the class. */
abstract class ServerPublishers extends PublishersContract {

    private static final String BUCKET = "races";

    private S3Server server;

    abstract S3Server start(Path data) throws Exception;

    @BeforeAll
    void startServer(@TempDir Path data) throws Exception {
        server = start(data);
        server.createBucket(BUCKET);
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    ObjectStore open(String place) throws Exception {
        return Stores.load(getClass().getClassLoader(), new StoreContext(server.environment(), "freshet/test"))
                .open(S3Server.url(server.endpoint(), BUCKET, place));
    }
}
