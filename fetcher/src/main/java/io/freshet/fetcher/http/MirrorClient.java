package io.freshet.fetcher.http;

import io.freshet.core.ToolVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/** One request to one mirror: what it answers, or the fault by its name. Knows nothing of other mirrors. */
final class MirrorClient implements AutoCloseable {

    private static final List<String> REQUEST_IDS =
            List.of("x-amz-request-id", "x-goog-request-id", "cf-ray", "x-request-id", "x-amz-cf-id");
    private static final int SLICE = 1 << 20;
    private static final int MAX_REDIRECTS = 5;

    private final CloseableHttpClient http;
    private final HttpLimits limits;
    private final RateLimit rate;
    private final LongSupplier nanoTime;

    MirrorClient(HttpLimits limits, RateLimit rate, LongSupplier nanoTime) {
        this.limits = limits;
        this.rate = rate;
        this.nanoTime = nanoTime;
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(limits.total())
                .setMaxConnPerRoute(limits.total())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(limits.connect()))
                        .setSocketTimeout(timeout(limits.stall()))
                        .setValidateAfterInactivity(timeout(Duration.ofSeconds(2)))
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(timeout(limits.stall()))
                        .setTcpNoDelay(true)
                        .build())
                .build();
        this.http = HttpClients.custom()
                .setConnectionManager(connections)
                .setUserAgent("freshet/" + ToolVersion.current())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setMaxRedirects(MAX_REDIRECTS)
                        .setConnectionRequestTimeout(Timeout.DISABLED)
                        .build())
                .setRedirectStrategy(new NoDowngrade())
                .useSystemProperties()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /** Reads what is missing of a delivery. On a fault the delivery has what came before it. */
    void read(Mirror mirror, Delivery delivery) throws MirrorFault, InterruptedIOException {
        String asked = delivery.range.toString();
        HttpGet request = new HttpGet(mirror.object(delivery.range.object()));
        request.setHeader("Range", "bytes=" + delivery.offset() + "-" + delivery.range.last());
        try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
            MirrorFault.Asked id = new MirrorFault.Asked(mirror, asked, requestId(response));
            checkPartial(response, delivery, id);
            try (InputStream body = body(response, id)) {
                copy(body, mirror, delivery, id);
            }
        } catch (IOException e) {
            throw fault(
                    e,
                    new MirrorFault.Asked(mirror, asked, Optional.empty()),
                    delivery.received(),
                    delivery.range.length());
        }
    }

    /**
     * Reads a whole object.
     *
     * @param maxBytes more than that is a fault, and not read
     */
    byte[] get(Mirror mirror, String object, int maxBytes) throws MirrorFault, InterruptedIOException {
        try (ClassicHttpResponse response = http.executeOpen(null, new HttpGet(mirror.object(object)), null)) {
            MirrorFault.Asked id = new MirrorFault.Asked(mirror, object, requestId(response));
            if (response.getCode() != HttpStatus.SC_OK) {
                throw StatusFaults.of(response, id);
            }
            HttpEntity entity = response.getEntity();
            if (entity != null && entity.getContentLength() > maxBytes) {
                throw tooLarge(id, maxBytes);
            }
            try (InputStream body = body(response, id)) {
                return readAll(body, id, maxBytes);
            }
        } catch (IOException e) {
            throw fault(e, new MirrorFault.Asked(mirror, object, Optional.empty()), 0, maxBytes);
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    private static void checkPartial(ClassicHttpResponse response, Delivery delivery, MirrorFault.Asked id)
            throws MirrorFault {
        if (response.getCode() != HttpStatus.SC_PARTIAL_CONTENT) {
            throw StatusFaults.of(response, id);
        }
        Header header = response.getFirstHeader("Content-Range");
        String range = header == null ? "none" : header.getValue();
        String expected = "bytes " + delivery.offset() + "-" + delivery.range.last() + "/";
        if (!range.startsWith(expected)) {
            throw new MirrorFault.WrongAnswer(id, "answered with the range \"" + range + "\"", false);
        }
    }

    private void copy(InputStream body, Mirror mirror, Delivery delivery, MirrorFault.Asked id) throws IOException {
        long windowStart = nanoTime.getAsLong();
        long windowBytes = 0;
        while (delivery.missing() > 0) {
            int want = Math.min(SLICE, delivery.missing());
            int count = body.read(delivery.into, delivery.position(), want);
            if (count < 0) {
                throw new MirrorFault.Truncated(id, delivery.received(), delivery.range.length());
            }
            delivery.add(mirror, count);
            pay(count);
            windowBytes += count;
            long elapsed = nanoTime.getAsLong() - windowStart;
            if (elapsed >= limits.stall().toNanos()) {
                if (windowBytes * 1e9 / elapsed < limits.floor()) {
                    throw new MirrorFault.Stalled(
                            id, "gave only " + windowBytes + " bytes in " + elapsed / 1_000_000 + " ms");
                }
                windowStart += elapsed;
                windowBytes = 0;
            }
        }
    }

    private byte[] readAll(InputStream body, MirrorFault.Asked id, int maxBytes) throws IOException {
        byte[] buffer = new byte[Math.min(maxBytes, 16 << 10)];
        int size = 0;
        long deadline = nanoTime.getAsLong() + 3 * limits.stall().toNanos();
        while (true) {
            if (size == buffer.length) {
                if (size == maxBytes) {
                    if (body.read() < 0) {
                        return buffer;
                    }
                    throw tooLarge(id, maxBytes);
                }
                buffer = Arrays.copyOf(buffer, (int) Math.min(maxBytes, 2L * size));
            }
            int count = body.read(buffer, size, buffer.length - size);
            if (count < 0) {
                return Arrays.copyOf(buffer, size);
            }
            size += count;
            pay(count);
            if (nanoTime.getAsLong() > deadline && size < limits.floor()) {
                throw new MirrorFault.Stalled(
                        id, "gave only " + size + " bytes in " + limits.stall().multipliedBy(3));
            }
        }
    }

    private void pay(int bytes) throws InterruptedIOException {
        try {
            rate.take(bytes);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static MirrorFault tooLarge(MirrorFault.Asked id, int maxBytes) {
        return new MirrorFault.WrongAnswer(id, "has more than the " + maxBytes + " bytes that it may have", false);
    }

    private static InputStream body(ClassicHttpResponse response, MirrorFault.Asked id) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw new MirrorFault.WrongAnswer(id, "answered without a body", true);
        }
        return entity.getContent();
    }

    private static Optional<String> requestId(ClassicHttpResponse response) {
        return REQUEST_IDS.stream()
                .map(response::getFirstHeader)
                .filter(header -> header != null)
                .map(Header::getValue)
                .findFirst();
    }

    private static MirrorFault fault(IOException e, MirrorFault.Asked asked, int received, int expected)
            throws InterruptedIOException {
        return switch (e) {
            case MirrorFault fault -> fault;
            case SocketTimeoutException timeout -> new MirrorFault.Stalled(asked, "gave nothing for too long");
            case InterruptedIOException interrupted -> throw interrupted;
            case NoHttpResponseException none -> new MirrorFault.Unreachable(asked, none);
            case ConnectionClosedException closed -> new MirrorFault.Truncated(asked, received, expected);
            default -> new MirrorFault.Unreachable(asked, e);
        };
    }

    static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }
}
