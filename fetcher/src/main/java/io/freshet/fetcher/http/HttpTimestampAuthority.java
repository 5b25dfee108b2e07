package io.freshet.fetcher.http;

import io.freshet.core.proxy.BrokenConnection;
import io.freshet.core.proxy.Proxies;
import io.freshet.core.timestamp.TimestampAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * A timestamp authority that is reached by HTTP (RFC 3161, clause 3.4), through the proxies that there are. Redirections
 * are not followed: who names an authority names where it answers.
 */
public final class HttpTimestampAuthority implements TimestampAuthority {

    /** How long all of an answer may take: a publication waits for it. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ContentType QUERY = ContentType.create("application/timestamp-query");
    private static final String REPLY = "application/timestamp-reply";

    private final URI url;
    private final Proxies proxies;
    private final Duration patience;

    /**
     * An authority.
     *
     * @param patience how long all of an answer may take
     * @throws IllegalArgumentException if {@code url} is no URL of http or https, or has a password
     */
    public HttpTimestampAuthority(String url, Proxies proxies, Duration patience) {
        this.url = checked(url);
        this.proxies = proxies;
        this.patience = patience;
    }

    private static URI checked(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            // The text may hold a password: it is not repeated.
            throw new IllegalArgumentException("the URL of a timestamp authority is none: " + e.getReason(), e);
        }
        if ((!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "a timestamp authority's URL begins with http:// or https:// and names a host");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a timestamp authority's URL has no user and no password");
        }
        return url;
    }

    @Override
    public String name() {
        return url.toString();
    }

    @Override
    public byte[] ask(byte[] query) throws IOException {
        // On a thread of its own, which can be interrupted in whatever it waits for, an address among it.
        FutureTask<byte[]> answer = new FutureTask<>(() -> exchange(query));
        Thread.ofVirtual().start(answer);
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(url + ": " + reason(e.getCause() == null ? e : e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException(url + ": did not answer within " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            throw MirrorClient.interrupted();
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(Throwable cause) {
        return cause instanceof WrongAnswer wrong ? wrong.reason : BrokenConnection.words(cause);
    }

    private byte[] exchange(byte[] query) throws IOException {
        HttpPost request = new HttpPost(url);
        request.setEntity(new ByteArrayEntity(query, QUERY));
        request.setHeader(HttpHeaders.ACCEPT, REPLY);
        try (CloseableHttpClient http = client();
                ClassicHttpResponse response = http.executeOpen(null, request, null)) {
            try {
                return body(response);
            } finally {
                // Whoever closes a body that has not ended reads the rest of it first, however long that takes.
                request.cancel();
            }
        }
    }

    private static byte[] body(ClassicHttpResponse response) throws IOException {
        if (response.getCode() != HttpStatus.SC_OK) {
            throw new WrongAnswer("answered with status " + response.getCode());
        }
        HttpEntity entity = response.getEntity();
        ContentType type = entity == null ? null : ContentType.parseLenient(entity.getContentType());
        if (entity == null || type == null || !REPLY.equalsIgnoreCase(type.getMimeType())) {
            throw new WrongAnswer("answered with what is not of type " + REPLY);
        }
        byte[] bytes = entity.getContent().readNBytes(MAX_ANSWER + 1);
        if (bytes.length > MAX_ANSWER) {
            throw new WrongAnswer("answered with more than the " + MAX_ANSWER + " bytes that a timestamp may have");
        }
        return bytes;
    }

    /** An answer that is none. */
    private static final class WrongAnswer extends IOException {
        private static final long serialVersionUID = 1;

        private final String reason;

        WrongAnswer(String reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private CloseableHttpClient client() {
        return HttpSetup.client(HttpLimits.DEFAULTS.withTimeouts(patience), proxies)
                .disableRedirectHandling()
                .build();
    }
}
