package io.freshet.witness.http;

import io.freshet.core.ToolVersion;
import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.WitnessAnswer;
import io.freshet.core.log.WitnessTransport;
import io.freshet.core.proxy.BrokenConnection;
import io.freshet.core.proxy.Proxies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks witnesses over HTTP. No answer is followed elsewhere, and none is read beyond what a witness has to say. */
public final class HttpWitnesses implements WitnessTransport, AutoCloseable {

    private final HttpClient client;
    private final Duration patience;

    /**
     * A client.
     *
     * @param patience for a whole request, connection and answer included
     */
    public HttpWitnesses(Proxies proxies, Duration patience) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .proxy(new ProxyFromEnvironment(proxies))
                .build();
        this.patience = patience;
    }

    @Override
    public WitnessAnswer ask(String url, AddCheckpoint request) throws IOException, InterruptedException {
        HttpRequest.Builder post;
        try {
            post = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + "/add-checkpoint"));
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + url + "\" is no URL of a witness: " + e.getMessage(), e);
        }
        HttpRequest made = post.POST(HttpRequest.BodyPublishers.ofByteArray(request.encode()))
                .header("User-Agent", "freshet/" + ToolVersion.current())
                .header("Content-Type", WitnessAnswer.TEXT)
                .build();
        HttpResponse<byte[]> response = answerTo(made);
        String type = response.headers().firstValue("Content-Type").orElse("");
        return WitnessAnswer.read(response.statusCode(), type, response.body());
    }

    /** The client's own timeout ends with the headers of an answer; this one doesn't. */
    private HttpResponse<byte[]> answerTo(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse.BodyHandler<byte[]> bounded =
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), WitnessAnswer.MOST_BYTES);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, bounded);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("has not answered within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(words(e.getCause() == null ? e : e.getCause()), e);
        } finally {
            answer.cancel(true);
        }
    }

    /** What is of no more telling type is said by the client itself: that an answer is too long, or is none. */
    private static String words(Throwable why) {
        return why.getClass() == IOException.class && why.getCause() == null && why.getMessage() != null
                ? why.getMessage()
                : BrokenConnection.words(why);
    }

    /** Requests that nobody waits for end with it. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
