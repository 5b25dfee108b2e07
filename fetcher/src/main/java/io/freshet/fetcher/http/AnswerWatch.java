package io.freshet.fetcher.http;

import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Breaks a connection over which no answer has begun in time. A limit of the socket's would begin anew with each byte of
 * a head that drips.
 */
final class AnswerWatch extends HttpRequestExecutor implements AutoCloseable {

    private static final String LIMIT = "freshet.first-byte-limit";

    private final ScheduledExecutorService timer;

    AnswerWatch() {
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("answer-watch").factory());
        one.setRemoveOnCancelPolicy(true);
        this.timer = one;
    }

    /** Has the requests that {@code context} is used for watched. */
    static void watch(HttpContext context, FirstByteLimit limit) {
        context.setAttribute(LIMIT, limit);
    }

    /** No answer in time. */
    static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1;

        private TooSlow(long nanos, IOException cause) {
            super("did not begin to answer within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", cause);
        }
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback callback,
            HttpContext context)
            throws IOException, HttpException {
        if (!(context.getAttribute(LIMIT) instanceof FirstByteLimit limit)) {
            return super.execute(request, connection, callback, context);
        }
        long nanos = limit.nanos();
        AtomicBoolean settled = new AtomicBoolean();
        ScheduledFuture<?> alarm = timer.schedule(
                () -> {
                    if (settled.compareAndSet(false, true)) {
                        connection.close(CloseMode.IMMEDIATE);
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
        long started = System.nanoTime();
        try {
            ClassicHttpResponse response = super.execute(request, connection, callback, context);
            if (settled.compareAndSet(false, true)) {
                limit.took(System.nanoTime() - started);
                return response;
            }
            response.close();
            throw new IOException("broken off");
        } catch (IOException e) {
            if (settled.compareAndSet(false, true)) {
                throw e;
            }
            limit.took(nanos);
            throw new TooSlow(nanos, e);
        } finally {
            alarm.cancel(false);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
