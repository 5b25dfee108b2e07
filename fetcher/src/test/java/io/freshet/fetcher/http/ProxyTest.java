package io.freshet.fetcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.proxy.Proxies;
import io.freshet.fetcher.testing.ForwardProxy;
import io.freshet.fetcher.testing.Patience;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestTree;
import io.freshet.fetcher.testing.TlsFront;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors that are reached through a proxy, as the environment says. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProxyTest {

    private static final String PACK = "packs/ab/abcd.bin";
    private static final byte[] BYTES = TestTree.noise(1, 100_000);
    private static final ObjectRange RANGE = new ObjectRange(PACK, 1000, 50_000);
    /** A first handshake takes longer than the usual tests' patience. */
    private static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 16 << 10, 4, 64, 1, 0);

    @TempDir
    Path directory;

    private TestMirror mirror;

    @BeforeEach
    void start() throws IOException {
        mirror = new TestMirror(Map.of(PACK, BYTES));
    }

    @AfterEach
    void stop() throws IOException {
        mirror.close();
    }

    private static void fetch(String url, Map<String, String> environment) throws IOException {
        Patience patience = new Patience();
        byte[] into = new byte[RANGE.length()];
        try (Mirrors mirrors = new Mirrors(
                List.of(new Mirror(url)),
                LIMITS,
                Proxies.of(environment),
                MirrorChoice.LEAST_LOADED,
                patience,
                patience::nanoTime)) {
            mirrors.fetch(RANGE, into, 0);
            mirrors.fetch(RANGE, into, 0);
        }
        assertThat(into).isEqualTo(Arrays.copyOfRange(BYTES, 1000, 51_000));
    }

    @Test
    void httpIsAskedOfTheProxy() throws IOException {
        try (ForwardProxy proxy = new ForwardProxy("")) {
            fetch(mirror.mirror().url(), Map.of("HTTP_PROXY", proxy.address(), "HTTPS_PROXY", "http://127.0.0.1:1"));
            assertThat(proxy.asked())
                    .hasSize(2)
                    .containsOnly("GET " + mirror.mirror().url() + "/" + PACK);
        }
        assertThat(mirror.asked()).hasSize(2);
    }

    @Test
    void aProxyIsGivenItsLogin() throws IOException {
        try (ForwardProxy proxy = new ForwardProxy("me:hush")) {
            fetch(mirror.mirror().url(), Map.of("http_proxy", "http://me:hush@" + proxy.address()));
            assertThat(proxy.asked()).hasSize(2);
        }
    }

    @Test
    void noProxyIsGoneAround() throws IOException {
        fetch(mirror.mirror().url(), Map.of("HTTP_PROXY", "http://127.0.0.1:1", "NO_PROXY", "127.0.0.0/8"));
        assertThat(mirror.asked()).hasSize(2);
    }

    @Test
    void httpsGoesThroughATunnel() throws Exception {
        SSLContext before = SSLContext.getDefault();
        try (TlsFront tls = new TlsFront(mirror, directory);
                ForwardProxy proxy = new ForwardProxy("")) {
            SSLContext.setDefault(tls.context());
            fetch(tls.url(), Map.of("HTTPS_PROXY", "http://" + proxy.address()));
            assertThat(proxy.asked()).containsExactly("CONNECT " + tls.address());
        } finally {
            SSLContext.setDefault(before);
        }
        assertThat(mirror.asked()).hasSize(2);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        try (TlsFront tls = new TlsFront(mirror, directory)) {
            assertThatThrownBy(() -> fetch(tls.url(), Map.of()))
                    .isInstanceOf(AllMirrorsFailed.class)
                    .hasMessageContaining("TLS: nobody whom this machine trusts has signed its certificate");
        }
        assertThat(mirror.asked()).isEmpty();
    }

    /** What is asked of nodes of a chain takes the same ways as what is asked of mirrors. */
    @Test
    void endpointsAreAskedThroughTheProxyToo() throws Exception {
        SSLContext before = SSLContext.getDefault();
        try (TlsFront tls = new TlsFront(mirror, directory);
                ForwardProxy proxy = new ForwardProxy("me:hush");
                EndpointClient client = endpoints(Map.of("HTTPS_PROXY", "http://me:hush@" + proxy.address()))) {
            SSLContext.setDefault(tls.context());
            assertThat(client.get(Endpoint.of(tls.url()), PACK, "")).isEqualTo(BYTES);
            assertThat(proxy.asked()).containsExactly("CONNECT " + tls.address());
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void anEndpointsCertificateThatNobodyVouchesForIsRefused() throws Exception {
        try (TlsFront tls = new TlsFront(mirror, directory);
                EndpointClient client = endpoints(Map.of())) {
            assertThatThrownBy(() -> client.get(Endpoint.of(tls.url()), PACK, ""))
                    .isInstanceOf(EndpointFault.class)
                    .hasMessageContaining("TLS: nobody whom this machine trusts has signed its certificate");
        }
        assertThat(mirror.asked()).isEmpty();
    }

    private static EndpointClient endpoints(Map<String, String> environment) {
        return new EndpointClient(Proxies.of(environment), Duration.ofSeconds(20), new Patience());
    }

    @Test
    void aProxyThatIsNotThereIsSaidOfTheMirror() {
        assertThatThrownBy(() -> fetch(mirror.mirror().url(), Map.of("HTTP_PROXY", "http://127.0.0.1:1")))
                .isInstanceOf(AllMirrorsFailed.class)
                .hasMessageContaining(mirror.mirror().url())
                .hasMessageContaining("connection refused (127.0.0.1:1)");
    }
}
