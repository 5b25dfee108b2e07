package io.freshet.fetcher.http;

import io.freshet.core.proxy.BrokenConnection;
import io.freshet.core.proxy.Proxies;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Asks endpoints small questions. An answer has an end: so many bytes, by such a time, however it drips. Redirections are
 * not followed. What may pass is tried once more. Its threads may be interrupted where they are virtual.
 */
public final class EndpointClient implements AutoCloseable {

    /** Longest answer, in bytes: a block of Ethereum names each of its transactions in 70. */
    public static final int MOST_BYTES = 2 << 20;

    /** Longest time for one answer, from the connection to the last byte. */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Duration REST = Duration.ofMillis(500);
    private static final int REDIRECTS = 300;
    private static final int ERRORS = 400;

    private final CloseableHttpClient http;
    private final Duration deadline;
    private final Pause pause;
    private final ScheduledExecutorService timer;

    /**
     * A client.
     *
     * @param deadline longest time for one answer
     * @param pause how to wait before a second try
     */
    public EndpointClient(Proxies proxies, Duration deadline, Pause pause) {
        this.http = HttpSetup.client(HttpLimits.DEFAULTS, proxies)
                .disableRedirectHandling()
                .build();
        this.deadline = deadline;
        this.pause = pause;
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("endpoint-deadline").factory());
        one.setRemoveOnCancelPolicy(true);
        this.timer = one;
    }

    /** Posts JSON, and gives what comes back. */
    public byte[] post(Endpoint endpoint, String json) throws EndpointFault, InterruptedIOException {
        return twice(() -> {
            HttpPost request = new HttpPost(endpoint.uri());
            request.setEntity(new StringEntity(json, ContentType.create("application/json", StandardCharsets.UTF_8)));
            return ask(endpoint, request);
        });
    }

    /**
     * Gets what lies at a path below the endpoint.
     *
     * @param parameter of the query, like {@code height=7}; may be empty
     */
    public byte[] get(Endpoint endpoint, String path, String parameter) throws EndpointFault, InterruptedIOException {
        return twice(() -> ask(endpoint, new HttpGet(endpoint.uri(path, parameter))));
    }

    private interface Question {
        byte[] ask() throws EndpointFault, InterruptedIOException;
    }

    private byte[] twice(Question question) throws EndpointFault, InterruptedIOException {
        try {
            return question.ask();
        } catch (EndpointFault fault) {
            if (!fault.passing()) {
                throw fault;
            }
        }
        try {
            pause.await(REST);
        } catch (InterruptedException e) {
            throw MirrorClient.interrupted();
        }
        return question.ask();
    }

    private byte[] ask(Endpoint endpoint, HttpUriRequestBase request) throws EndpointFault, InterruptedIOException {
        endpoint.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = timer.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                deadline.toNanos(),
                TimeUnit.NANOSECONDS);
        try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
            try {
                return body(response);
            } catch (IOException e) {
                // Whoever closes a body that has not ended reads the rest of it first, however long that takes.
                request.cancel();
                throw e;
            }
        } catch (IOException | IllegalStateException e) {
            // A request that is cancelled between two of the client's steps is found without its connection.
            if (Thread.currentThread().isInterrupted()) {
                throw MirrorClient.interrupted();
            }
            if (late.get()) {
                throw new EndpointFault("gave no whole answer within " + deadline.toMillis() + " ms");
            }
            throw fault(e);
        } finally {
            alarm.cancel(false);
        }
    }

    private static byte[] body(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        HttpEntity entity = response.getEntity();
        if (status != HttpStatus.SC_OK) {
            throw new EndpointFault(
                    status >= REDIRECTS && status < ERRORS
                            ? "redirects (status " + status + "), which is not followed"
                            : "answered with status " + status,
                    status == HttpStatus.SC_TOO_MANY_REQUESTS
                            || status == HttpStatus.SC_BAD_GATEWAY
                            || status == HttpStatus.SC_SERVICE_UNAVAILABLE
                            || status == HttpStatus.SC_GATEWAY_TIMEOUT);
        }
        byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(MOST_BYTES + 1);
        if (body.length == 0) {
            throw new EndpointFault("answered without a body");
        }
        if (body.length > MOST_BYTES) {
            throw new EndpointFault("answered with more than " + MOST_BYTES + " bytes");
        }
        return body;
    }

    private static EndpointFault fault(Exception e) {
        return e instanceof EndpointFault fault
                ? fault
                : new EndpointFault(
                        BrokenConnection.words(e), !(e instanceof UnknownHostException || e instanceof SSLException));
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        http.close();
    }
}
