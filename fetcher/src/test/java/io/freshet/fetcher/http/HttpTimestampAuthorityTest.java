package io.freshet.fetcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.freshet.core.proxy.Proxies;
import io.freshet.core.timestamp.TimestampAuthority;
import io.freshet.fetcher.testing.ForwardProxy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An authority that is asked by HTTP, and all that its server may do instead of answering. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpTimestampAuthorityTest {

    private static final byte[] QUERY = {1, 2, 3};

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);
    private HttpServer server;
    private int status = 200;
    private String type = "application/timestamp-reply";
    private byte[] answer = {4, 5};
    private boolean stalls;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                        + exchange.getRequestBody().readAllBytes().length);
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, 0);
                OutputStream body = exchange.getResponseBody();
                body.write(answer);
                if (stalls) {
                    body.flush();
                    release.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/tsr";
    }

    private HttpTimestampAuthority authority(Duration patience) {
        return new HttpTimestampAuthority(url(), Proxies.NONE, patience);
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> authority(Duration.ofSeconds(30)).ask(QUERY))
                .isInstanceOf(IOException.class)
                .hasMessage(url() + ": " + reason);
    }

    @Test
    void aQueryIsPosted() throws Exception {
        type = "Application/Timestamp-Reply; charset=binary";
        assertThat(authority(Duration.ofSeconds(30)).ask(QUERY)).isEqualTo(answer);
        assertThat(asked).containsExactly("POST /tsr application/timestamp-query 3");
    }

    @Test
    void whatIsNoAnswerIsSaid() {
        type = "text/html";
        refused("answered with what is not of type application/timestamp-reply");
        status = 302;
        refused("answered with status 302");
        assertThat(asked).as("no redirection is followed").hasSize(2);
        status = 503;
        refused("answered with status 503");
        assertThat(asked).as("asked once each time").hasSize(3);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void anAnswerHasAnEnd() throws Exception {
        answer = new byte[TimestampAuthority.MAX_ANSWER];
        assertThat(authority(Duration.ofSeconds(30)).ask(QUERY)).hasSize(TimestampAuthority.MAX_ANSWER);
        answer = new byte[TimestampAuthority.MAX_ANSWER + 1];
        stalls = true;
        refused("answered with more than the 65536 bytes that a timestamp may have");
    }

    @Test
    void nobodyIsWaitedForWithoutEnd() {
        stalls = true;
        assertThatThrownBy(() -> authority(Duration.ofMillis(300)).ask(QUERY))
                .isInstanceOf(IOException.class)
                .hasMessage(url() + ": did not answer within 300 ms");
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() {
        stalls = true;
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> authority(Duration.ofSeconds(30)).ask(QUERY))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whyItCouldNotBeReachedIsSaidInWords() {
        server.stop(0);
        assertThatThrownBy(() -> authority(Duration.ofSeconds(30)).ask(QUERY))
                .hasMessage(url() + ": connection refused");
    }

    @Test
    void itIsReachedThroughTheProxy() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy("")) {
            Proxies proxies = Proxies.of(Map.of("http_proxy", "http://" + proxy.address()));
            new HttpTimestampAuthority(url(), proxies, Duration.ofSeconds(30)).ask(QUERY);
            assertThat(proxy.asked()).containsExactly("POST " + url());
        }
    }

    @Test
    void whatCantBeAnAuthoritysUrlIsRefusedAndNotRepeated() {
        for (String bad :
                List.of("ftp://a.example", "tsa.example", "http:///x", "https://me:hush@a.example", "ht tp:")) {
            assertThatThrownBy(() -> new HttpTimestampAuthority(bad, Proxies.NONE, Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("hush");
        }
    }
}
