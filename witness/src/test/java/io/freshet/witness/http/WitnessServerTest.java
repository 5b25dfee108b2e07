package io.freshet.witness.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.WitnessAnswer;
import io.freshet.core.proxy.Proxies;
import io.freshet.core.trust.SigningKey;
import io.freshet.witness.GrowingLog;
import io.freshet.witness.Told;
import io.freshet.witness.Witness;
import io.freshet.witness.WitnessState;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire, by our client and by another one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WitnessServerTest {

    private static final ServerLimits IMPATIENT =
            new ServerLimits(8, Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofSeconds(5));

    @TempDir
    Path directory;

    private final GrowingLog log = new GrowingLog();
    private final Cosigner cosigner = new Cosigner("witness.example/w1", SigningKey.generate(new SecureRandom()));
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpWitnesses client = new HttpWitnesses(Proxies.NONE, Duration.ofSeconds(20));
    private WitnessState state;
    private WitnessServer server;

    @BeforeEach
    void start() throws IOException {
        state = WitnessState.make(directory, cosigner.key());
        server = serve(ServerLimits.DEFAULT);
    }

    private WitnessServer serve(ServerLimits limits) throws IOException {
        Witness witness = new Witness(
                cosigner,
                List.of(log.signer.key()),
                state,
                InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z")),
                new Told());
        return WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        http.close();
        server.close();
        state.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private HttpResponse<String> post(byte[] body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url() + "/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answersAsTheSpecificationSays() throws Exception {
        AddCheckpoint first = log.request(0, 5);
        HttpResponse<String> cosigned = post(first.encode());
        assertThat(cosigned.statusCode()).isEqualTo(200);
        assertThat(cosigned.body())
                .startsWith("— witness.example/w1 ")
                .endsWith("\n")
                .hasLineCount(1);
        HttpResponse<String> conflict = post(log.request(0, 6).encode());
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
        assertThat(conflict.body()).isEqualTo("5\n");
        assertThat(post("nonsense".getBytes(UTF_8)).statusCode()).isEqualTo(400);
    }

    @Test
    void ourClientReadsEachAnswer() throws Exception {
        assertThat(client.ask(url() + "/", log.request(0, 5))).isInstanceOf(WitnessAnswer.Cosigned.class);
        assertThat(client.ask(url(), log.request(0, 6))).isEqualTo(new WitnessAnswer.OtherSize(5));
        assertThat(client.ask(url(), new GrowingLog().request(0, 5))).satisfies(refused -> {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("no key that is known here");
        });
        assertThat(client.ask(url() + "/elsewhere", log.request(5, 6)).status()).isEqualTo(404);
    }

    @Test
    void ourClientSaysInWordsWhyItReachesNobody() throws Exception {
        String gone = url();
        server.close();
        assertThatThrownBy(() -> client.ask(gone, log.request(0, 5))).hasMessage("no connection");
        assertThatThrownBy(() -> client.ask("http://nowhere.invalid", log.request(0, 5)))
                .hasMessage("host name not found");
    }

    @Test
    void servesTheLastCheckpointOfALog() throws Exception {
        String hash = Digest.of(GrowingLog.ORIGIN.getBytes(UTF_8)).toString();
        URI checkpoint = URI.create(url() + "/" + hash + "/checkpoint");
        assertThat(send(HttpRequest.newBuilder(checkpoint)).statusCode()).isEqualTo(404);
        post(log.request(0, 5).encode());
        HttpResponse<String> served = send(HttpRequest.newBuilder(checkpoint));
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.body()).startsWith("example.com/log\n5\n").contains("— witness.example/w1 ");
    }

    @Test
    void saysWhichMethodAPathIsFor() throws Exception {
        HttpResponse<String> got = send(HttpRequest.newBuilder(URI.create(url() + "/add-checkpoint")));
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("Allow")).contains("POST");
        assertThat(send(HttpRequest.newBuilder(URI.create(url() + "/"))).statusCode())
                .isEqualTo(404);
    }

    @Test
    void readsNoBodyThatIsTooLarge() throws Exception {
        byte[] large = new byte[AddCheckpoint.MOST_BYTES + 1];
        Arrays.fill(large, (byte) '\n');
        assertThat(post(large).statusCode()).isEqualTo(413);
        HttpRequest.BodyPublisher unsaid =
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        assertThat(send(HttpRequest.newBuilder(URI.create(url() + "/add-checkpoint"))
                                .POST(unsaid))
                        .statusCode())
                .isEqualTo(413);
        assertThat(post(log.request(0, 5).encode()).statusCode()).isEqualTo(200);
    }

    /** A byte at a time keeps no connection: with a few of them nobody else could be served. */
    @Test
    void closesConnectionsThatTrickle() throws Exception {
        server.close();
        server = serve(IMPATIENT);
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.getOutputStream()
                    .write("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100000\r\n\r\n"
                            .getBytes(US_ASCII));
            slow.setSoTimeout(50);
            assertThatThrownBy(() -> trickle(slow))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
        assertThat(post(log.request(0, 5).encode()).statusCode()).isEqualTo(200);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    @Test
    void moreConnectionsThanItBearsWait() throws Exception {
        server.close();
        server = serve(new ServerLimits(1, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(5)));
        try (Socket first = connect();
                Socket second = connect()) {
            // Answered, and kept open.
            send(first, "GET / HTTP/1.1\r\nHost: w\r\n\r\n");
            assertThat(first.getInputStream().read()).isEqualTo('H');
            send(second, "GET / HTTP/1.1\r\nHost: w\r\n\r\n");
            second.setSoTimeout(300);
            assertThatThrownBy(() -> second.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            first.close();
            second.setSoTimeout(20_000);
            assertThat(second.getInputStream().read()).isEqualTo('H');
        }
    }

    @Test
    void whoIsBeingServedWhenItStopsIsAnswered() throws Exception {
        byte[] body = log.request(0, 5).encode();
        try (Socket client = connect()) {
            client.setSoTimeout(20_000);
            send(client, "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nExpect: 100-continue\r\n");
            send(client, "Content-Length: " + body.length + "\r\n\r\n");
            BufferedReader answers = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            // Somebody is reading the body now.
            assertThat(answers.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            Thread stopping = Thread.ofVirtual().start(server::close);
            assertThat(stopping.join(Duration.ofMillis(300)))
                    .as("it has stopped without an answer")
                    .isFalse();
            client.getOutputStream().write(body);
            assertThat(answers.readLine()).isEmpty();
            assertThat(answers.readLine()).isEqualTo("HTTP/1.1 200 OK");
            stopping.join();
        }
    }

    /** Writes a byte, waits 50 ms for an answer, and so on, until the other side has had enough. */
    private static void trickle(Socket slow) throws IOException {
        InputStream in = slow.getInputStream();
        for (int n = 0; n < 200; n++) {
            slow.getOutputStream().write('o');
            try {
                if (in.read() < 0) {
                    throw new IOException("closed");
                }
            } catch (SocketTimeoutException e) {
                // Nothing was said yet.
            }
        }
    }

    @Test
    void whoDoesNotAnswerIsLeft() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpWitnesses impatient = new HttpWitnesses(Proxies.NONE, Duration.ofMillis(300))) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            assertThatThrownBy(() -> impatient.ask(url, log.request(0, 5)))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(java.io.InterruptedIOException.class);
        }
    }

    @Test
    void anAddressThatIsTakenIsSaid() {
        assertThatThrownBy(() -> WitnessServer.start(
                        new Witness(cosigner, List.of(), state, InstantSource.fixed(Instant.EPOCH), new Told()),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                        ServerLimits.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "can't listen at " + InetAddress.getLoopbackAddress().getHostName() + ":" + server.port());
    }
}
