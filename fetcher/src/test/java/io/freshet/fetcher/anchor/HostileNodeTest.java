package io.freshet.fetcher.anchor;

import static io.freshet.fetcher.anchor.Asking.BLOCK;
import static io.freshet.fetcher.anchor.Asking.CLAIM;
import static io.freshet.fetcher.anchor.Asking.HASH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.freshet.fetcher.http.Endpoint;
import io.freshet.fetcher.http.EndpointClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes that answer with anything but an answer: no vote, in bounded time and memory, and nothing secret is said. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HostileNodeTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Vote ask(HostileNode node, Duration deadline) throws IOException {
        try (Asking asking = new Asking(deadline)) {
            return asking.ask(CLAIM, new EthereumAnchor(node.endpoint()));
        }
    }

    private static void assertSilent(String answer, String said) throws IOException {
        try (HostileNode node = HostileNode.saying(asked -> answer)) {
            assertThat(ask(node, LONG)).isEqualTo(new Vote.Silent(said));
        }
    }

    @Test
    void whatIsNoAnswer() throws Exception {
        String form = "answered with JSON of another form";
        assertSilent("<html>Rate limit</html>", "answered with what is no JSON, at line 1, column 1");
        assertSilent("", "answered without a body");
        assertSilent("[" + HostileNode.result(BLOCK) + "]", "answered with what is no JSON, at line 1, column 1");
        assertSilent("{\"jsonrpc\": \"2.0\", \"id\": 1}", "answered without a result");
        assertSilent(HostileNode.result(BLOCK).replace("\"id\": 1", "\"id\": 2"), "answered another question");
        assertSilent(HostileNode.result(BLOCK).replace("\"id\": 1", "\"id\": \"1\""), form);
        assertSilent(HostileNode.result("[]"), form);
        assertSilent(HostileNode.result(BLOCK.replace("0x64", "0x65")), "answered with another block");
        assertSilent(HostileNode.result(BLOCK.replace("\"0x64\"", "100")), form);
        assertSilent(HostileNode.result(BLOCK.replace("0x64", "0x" + "f".repeat(64))), form);
        assertSilent(HostileNode.result(BLOCK.replace(HASH, "0x")), form);
        assertSilent(HostileNode.result(BLOCK.replace("stateRoot", "root")), form);
        assertSilent(
                "{\"id\": 1, \"error\": {\"code\": -32005, \"message\": \"bad key KEY\"}}",
                "answered with error -32005");
        assertSilent("{\"id\": 1, \"error\": \"no\"}", form);
        String deep = "[".repeat(15) + "]".repeat(15);
        assertSilent(
                HostileNode.result(BLOCK.replace("[]", deep)), "answered with what is no JSON, at line 1, column 249");
    }

    /** Two gigabytes, or however many one would take. */
    @Test
    void anAnswerWithoutAnEnd() throws Exception {
        try (HostileNode node = new HostileNode(HostileNodeTest::endless)) {
            assertThat(ask(node, LONG))
                    .isEqualTo(new Vote.Silent("answered with more than " + EndpointClient.MOST_BYTES + " bytes"));
        }
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(spaces);
            }
        }
    }

    @Test
    void aNodeThatNeverAnswers() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (HostileNode node = new HostileNode(exchange -> await(over))) {
            assertThat(ask(node, SHORT)).isEqualTo(new Vote.Silent("gave no whole answer within 300 ms"));
            over.countDown();
            assertThat(node.asked).as("whoever is slow is not asked again").hasSize(1);
        }
    }

    /** Whoever asks may be interrupted, also where the node has all the time. */
    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (HostileNode node = new HostileNode(exchange -> {
                    asked.countDown();
                    await(over);
                });
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Vote> waiting = threads.submit(() -> ask(node, LONG));
            asked.await();
            threads.shutdownNow();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedIOException.class);
            assertThat(over.getCount()).as("the node has not answered").isOne();
            over.countDown();
        }
    }

    /** Its first bytes come at once, the last one never. */
    @Test
    void aNodeThatNeverEnds() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (HostileNode node = new HostileNode(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(over);
        })) {
            assertThat(ask(node, SHORT)).isEqualTo(new Vote.Silent("gave no whole answer within 300 ms"));
            over.countDown();
        }
    }

    private static void await(CountDownLatch over) throws IOException {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void redirectionsLeadNowhere() throws Exception {
        try (HostileNode inside = HostileNode.ethereum(BLOCK, 100);
                HostileNode node = new HostileNode(exchange -> {
                    exchange.getResponseHeaders().set("Location", inside.url());
                    exchange.sendResponseHeaders(307, -1);
                })) {
            assertThat(ask(node, LONG)).isEqualTo(new Vote.Silent("redirects (status 307), which is not followed"));
            assertThat(inside.asked).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"429, 2", "503, 2", "500, 1", "401, 1", "404, 1"})
    void whatMayPassIsTriedOnceMore(int status, int tries) throws Exception {
        try (HostileNode node = new HostileNode(exchange -> HostileNode.say(exchange, status, BLOCK));
                Asking asking = new Asking(LONG)) {
            Vote vote = asking.ask(CLAIM, new EthereumAnchor(node.endpoint()));
            assertThat(vote).isEqualTo(new Vote.Silent("answered with status " + status));
            assertThat(node.asked).hasSize(tries);
            assertThat(asking.patience.waits()).hasSize(tries - 1);
        }
    }

    /** They stand in any part of such a URL: the node gets them, and nobody else. */
    @Test
    void secretsGoToTheNodeAlone() throws Exception {
        try (HostileNode node = HostileNode.ethereum(BLOCK, 100);
                Asking asking = new Asking(LONG)) {
            String url = node.url().replace("://", "://me:PASSWORD@") + "/v3/KEY?token=TOKEN";
            Anchor anchor = anchor("eth=" + url);
            assertThat(asking.ask(CLAIM, anchor)).isEqualTo(new Vote.Agrees());
            assertThat(node.asked.getFirst()).startsWith("/v3/KEY?token=TOKEN ");
            assertThat(node.authorizations).containsExactly("Basic bWU6UEFTU1dPUkQ=");
            assertThat(anchor).hasToString("eth " + node.url());
        }
        for (String bad : new String[] {
            "eth=ftp://me:PASSWORD@host/KEY",
            "eth=https://host/KEY KEY",
            "eth=KEY",
            "KEY",
            "=KEY",
            "gold=https://KEY",
            "eth=https:///KEY",
            "eth=https://host/KEY#KEY"
        }) {
            assertThatThrownBy(() -> anchor(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain("KEY", "PASSWORD");
        }
        assertThatThrownBy(() -> anchor("gold=x")).hasMessageContaining("kinds are cosmos, eth, file");
    }

    private static Anchor anchor(String text) throws IOException {
        return AnchorVerifiers.load(HostileNodeTest.class.getClassLoader()).parse(text);
    }

    /** Chains that split have their first blocks in common. */
    @Test
    void theChainsNumberIsAskedForWhereItIsStated() throws Exception {
        Claim classic = new Claim(100, CLAIM.block(), CLAIM.stateRoot(), Optional.of("61"), Optional.empty());
        try (HostileNode node = HostileNode.saying(
                        asked -> HostileNode.result(asked.contains("eth_chainId") ? "\"0x1\"" : BLOCK));
                Asking asking = new Asking(LONG)) {
            Anchor anchor = new EthereumAnchor(node.endpoint());
            assertThat(asking.ask(classic, anchor)).isEqualTo(new Vote.Contradicts("chain", "61", "1"));
            Claim right = new Claim(100, CLAIM.block(), CLAIM.stateRoot(), Optional.of("1"), Optional.empty());
            assertThat(asking.ask(right, anchor)).isEqualTo(new Vote.Agrees());
        }
    }

    /** Two customers of one host are two anchors. */
    @Test
    void endpointsAreTheSameByAllOfTheirUrl() {
        assertThat(Endpoint.of("https://host/a")).isEqualTo(Endpoint.of("https://host/a"));
        assertThat(Endpoint.of("https://host/a")).isNotEqualTo(Endpoint.of("https://host/b"));
        assertThat(Endpoint.of("https://x@host/a")).isNotEqualTo(Endpoint.of("https://y@host/a"));
    }
}
