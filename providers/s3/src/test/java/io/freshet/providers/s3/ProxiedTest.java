package io.freshet.providers.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.providers.api.InvalidStoreUrl;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.providers.api.StoreUrl;
import io.freshet.providers.testkit.Bodies;
import io.freshet.providers.testkit.S3ProxyServer;
import io.freshet.providers.testkit.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that is reached through a proxy, as the environment says. A host that nobody can resolve: what arrives at the
 * server has come to it as to a proxy, with the host's name in the request and in the signature.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxiedTest {

    private static final URI NOWHERE = URI.create("http://s3.invalid:9");

    private S3ProxyServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = S3ProxyServer.start(directory);
        server.createBucket(S3Fixture.BUCKET);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private ObjectStore open(URI endpoint, Map<String, String> more) throws StoreException {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.putAll(more);
        return new S3StoreProvider()
                .open(
                        StoreUrl.parse(S3Server.url(endpoint, S3Fixture.BUCKET, "proxied")),
                        new StoreContext(environment, "freshet/test"));
    }

    @Test
    void theProxyOfTheEnvironmentIsAsked() throws StoreException {
        String proxy = server.endpoint().toString();
        try (ObjectStore store = open(NOWHERE, Map.of("HTTP_PROXY", proxy, "NO_PROXY", "10.0.0.0/8,other.invalid"))) {
            store.put("a", Bodies.text("through a proxy"), ObjectHeaders.MUTABLE_TEXT);
            assertThat(store.stat("a")).isPresent();
        }
    }

    @Test
    void whatIsToBeAskedDirectlyIs() throws StoreException {
        Map<String, String> around = Map.of("HTTP_PROXY", "http://127.0.0.1:1", "NO_PROXY", "127.0.0.0/8");
        try (ObjectStore store = open(server.endpoint(), around)) {
            store.put("b", Bodies.text("directly"), ObjectHeaders.MUTABLE_TEXT);
        }
        try (ObjectStore store = open(NOWHERE, Map.of("HTTP_PROXY", "http://127.0.0.1:1"))) {
            assertThatThrownBy(() -> store.stat("b"))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasStackTraceContaining("127.0.0.1:1");
        }
    }

    @Test
    void aVariableThatIsNoProxyIsNamed() {
        assertThatThrownBy(() -> open(NOWHERE, Map.of("http_proxy", "socks5://me:hush@host")))
                .isInstanceOf(InvalidStoreUrl.class)
                .hasMessageContaining("http_proxy")
                .hasMessageNotContaining("hush");
    }
}
