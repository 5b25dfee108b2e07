package io.freshet.fetcher.http;

import io.freshet.core.proxy.Proxies;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;

/** One request to one mirror: what it answers, or the fault by its name. Knows nothing of other mirrors. */
final class MirrorClient implements AutoCloseable {

    private static final List<String> REQUEST_IDS =
            List.of("x-amz-request-id", "x-goog-request-id", "cf-ray", "x-request-id", "x-amz-cf-id");
    private static final Pattern COMPRESSIONS =
            Pattern.compile("\\b(gzip|x-gzip|deflate|compress|br|zstd)\\b", Pattern.CASE_INSENSITIVE);
    private static final int SLICE = 1 << 20;
    private static final int LEAST_SLICE = 4 << 10;
    /** Readers of a limited rate take so many slices a second: what pauses for long is taken for dead by servers. */
    private static final int SLICES_A_SECOND = 8;

    private final CloseableHttpClient http;
    private final HttpLimits limits;
    private final RateLimit rate;
    private final LongSupplier nanoTime;
    private final AnswerWatch watch = new AnswerWatch();
    private final Interrupts interrupts = new Interrupts();
    private final Map<Mirror, FirstByteLimit> firstBytes = new ConcurrentHashMap<>();
    private final int slice;

    MirrorClient(HttpLimits limits, Proxies proxies, RateLimit rate, LongSupplier nanoTime) {
        this.limits = limits;
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.slice = limits.bytesPerSecond() == 0
                ? SLICE
                : Math.clamp(limits.bytesPerSecond() / SLICES_A_SECOND, LEAST_SLICE, SLICE);
        this.http = HttpSetup.client(limits, proxies)
                .setRequestExecutor(watch)
                .setRedirectStrategy(new NoDowngrade())
                .build();
    }

    /** Reads what is missing of a delivery. On a fault the delivery has what came before it. */
    void read(Mirror mirror, Delivery delivery) throws MirrorFault, InterruptedIOException {
        HttpGet request = new HttpGet(mirror.object(delivery.range.object()));
        request.setHeader("Range", "bytes=" + delivery.offset() + "-" + delivery.range.last());
        ask(mirror, delivery.range.toString(), request, (response, id) -> {
            checkPartial(response, delivery, id);
            InputStream body = body(response, id);
            copy(body, mirror, delivery, id);
            if (response.getEntity().getContentLength() < 0 && body.read() >= 0) {
                request.cancel();
            }
            body.close();
            return delivery;
        });
    }

    /**
     * Reads a whole object.
     *
     * @param maxBytes more than that is a fault, and not read
     */
    byte[] get(Mirror mirror, String object, int maxBytes) throws MirrorFault, InterruptedIOException {
        HttpGet request = new HttpGet(mirror.object(object));
        return ask(mirror, object, request, (response, id) -> {
            if (response.getCode() != HttpStatus.SC_OK) {
                throw StatusFaults.of(response, id);
            }
            checkPlain(response, id);
            HttpEntity entity = response.getEntity();
            if (entity != null && entity.getContentLength() > maxBytes) {
                throw new MirrorFault.TooLarge(id, maxBytes, 0);
            }
            return readAll(body(response, id), id, maxBytes);
        });
    }

    /** Takes what it needs of an answer. */
    private interface Reader<T> {
        T read(ClassicHttpResponse response, MirrorFault.Asked id) throws IOException;
    }

    private <T> T ask(Mirror mirror, String asked, HttpGet request, Reader<T> reader)
            throws MirrorFault, InterruptedIOException {
        Optional<String> requestId = Optional.empty();
        HttpClientContext context = HttpClientContext.create();
        AnswerWatch.watch(context, firstBytes.computeIfAbsent(mirror, any -> new FirstByteLimit(limits.firstByte())));
        try (Interrupts.Watched _ = interrupts.watch(request);
                ClassicHttpResponse response = http.executeOpen(null, request, context)) {
            requestId = requestId(response);
            try {
                return reader.read(response, new MirrorFault.Asked(mirror, asked, requestId));
            } catch (IOException e) {
                // Whoever closes a body that has not ended reads the rest of it first, however long that takes.
                request.cancel();
                throw e;
            }
        } catch (IOException e) {
            throw fault(e, new MirrorFault.Asked(mirror, asked, requestId));
        } catch (IllegalStateException e) {
            // A request that is cancelled between two of the client's steps is found without its connection.
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
        interrupts.close();
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
        HttpEntity entity = response.getEntity();
        long length = entity == null ? -1 : entity.getContentLength();
        if (length >= 0 && length != delivery.missing()) {
            throw new MirrorFault.WrongAnswer(
                    id, "has " + length + " bytes for a range of " + delivery.missing(), false);
        }
    }

    private void copy(InputStream body, Mirror mirror, Delivery delivery, MirrorFault.Asked id) throws IOException {
        Pace pace = new Pace(limits, nanoTime);
        while (delivery.missing() > 0) {
            int want = Math.min(slice, delivery.missing());
            int count = read(body, delivery.into, delivery.position(), want, id, delivery.received());
            if (count < 0) {
                throw new MirrorFault.Truncated(id, delivery.received());
            }
            delivery.add(mirror, count, id.requestId());
            pace.rested(pay(count));
            pace.came(count, id);
        }
    }

    private byte[] readAll(InputStream body, MirrorFault.Asked id, int maxBytes) throws IOException {
        Pace pace = new Pace(limits, nanoTime);
        byte[] buffer = new byte[Math.min(maxBytes, 16 << 10) + 1];
        int size = 0;
        while (true) {
            int count = read(body, buffer, size, Math.min(slice, buffer.length - size), id, size);
            if (count < 0) {
                return Arrays.copyOf(buffer, size);
            }
            size += count;
            if (size > maxBytes) {
                throw new MirrorFault.TooLarge(id, maxBytes, size);
            }
            pace.rested(pay(count));
            pace.came(count, id);
            if (size == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(maxBytes + 1L, 2L * size));
            }
        }
    }

    /** Reads some bytes; where the connection ends instead, says after how many of the answer's it did. */
    private static int read(InputStream body, byte[] into, int at, int length, MirrorFault.Asked id, int before)
            throws IOException {
        try {
            return body.read(into, at, length);
        } catch (ConnectionClosedException | SocketException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            throw new MirrorFault.Truncated(id, before);
        }
    }

    /** Waits until the limit of the rate allows so many bytes more; answers for how many nanoseconds. */
    private long pay(int bytes) throws InterruptedIOException {
        try {
            return rate.take(bytes);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Of the encodings only those that compress are refused: some stores note others of an upload, and mean nothing. */
    private static void checkPlain(ClassicHttpResponse response, MirrorFault.Asked id) throws MirrorFault {
        Header header = response.getFirstHeader("Content-Encoding");
        if (header != null && COMPRESSIONS.matcher(header.getValue()).find()) {
            throw new MirrorFault.Compressed(id, header.getValue());
        }
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

    static MirrorFault fault(IOException e, MirrorFault.Asked asked) throws InterruptedIOException {
        // Where a thread is interrupted in a socket, the socket is closed: that is nobody's fault. The HTTP client says
        // "interrupted" also of connections that broke: only the thread itself knows.
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        return switch (e) {
            case MirrorFault fault -> fault;
            case AnswerWatch.TooSlow slow -> new MirrorFault.Stalled(asked, String.valueOf(slow.getMessage()));
            case SocketTimeoutException timeout -> new MirrorFault.Stalled(asked, "gave nothing for too long");
            case MessageConstraintException endless ->
                new MirrorFault.WrongAnswer(asked, "answered with a head that is too long", false);
            case ClientProtocolException wrong ->
                new MirrorFault.WrongAnswer(asked, "answered against the rules: " + innermost(wrong), false);
            default -> new MirrorFault.Unreachable(asked, e);
        };
    }

    private static String innermost(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : innermost(cause);
    }

    static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
