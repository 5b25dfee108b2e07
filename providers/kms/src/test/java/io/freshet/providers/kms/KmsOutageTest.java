package io.freshet.providers.kms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.SignerProviders;
import io.freshet.providers.testkit.KmsProgram;
import io.freshet.providers.testkit.KmsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that goes away, or that fails. */
class KmsOutageTest {

    private final SignerProviders providers =
            new SignerProviders(List.of(new KmsProvider()), new SignerContext(Map.of(), "freshet/0", Optional.empty()));

    @TempDir
    private Path directory;

    private KmsServer server;

    @BeforeEach
    void start() throws Exception {
        server = KmsServer.start(KmsProgram.LOCAL_KMS, directory);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aServiceThatIsGoneIsUnreachable() throws Exception {
        Signer signer = providers.open(providers.find(server.uri(server.createKey("ECC_NIST_P256"))));
        server.close();
        assertThat(catchThrowableOfType(SignerException.Unreachable.class, () -> signer.sign(new byte[1])))
                .hasMessageContaining("try again");
    }

    @Test
    void aServiceThatFailsIsAskedThreeTimes() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer failing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        failing.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = "{\"__type\": \"KMSInternalException\", \"message\": \"words\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(500, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        failing.start();
        try {
            String uri = "awskms:///a?region=eu-central-1&endpoint=http://127.0.0.1:"
                    + failing.getAddress().getPort();
            assertThat(catchThrowableOfType(SignerException.Unreachable.class, () -> providers.find(uri)))
                    .hasMessageContaining("KMS says KMSInternalException: words, HTTP 500");
            assertThat(asked).hasValue(3);
        } finally {
            failing.stop(0);
        }
    }
}
