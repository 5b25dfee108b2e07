package io.freshet.providers.s3;

import io.freshet.providers.testkit.ObjectStoreContract;
import io.freshet.providers.testkit.S3Server;
import io.freshet.providers.testkit.StoreFixture;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract suite, and what goes over the wire, on one server that is started once for the class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3Contract implements ObjectStoreContract, WireContract {
    private final AtomicInteger prefixes = new AtomicInteger();
    private S3Server server;

    abstract S3Server start(Path directory) throws Exception;

    @BeforeAll
    void startServer(@TempDir Path directory) throws Exception {
        server = start(directory);
        server.createBucket(S3Fixture.BUCKET);
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public S3Server server() {
        return server;
    }

    boolean compareAndSetHoldsInRaces() {
        return true;
    }

    @Override
    public StoreFixture fixture() {
        return new S3Fixture(server, "test/" + prefixes.incrementAndGet(), compareAndSetHoldsInRaces());
    }
}
