package io.freshet.providers.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that speaks the protocol of AWS KMS and really signs; it looks at no credentials. */
public final class KmsServer implements AutoCloseable {

    static final String REGION = "eu-central-1";

    /** A first key takes LocalStack several seconds: it loads what it needs then. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private static final Pattern ID = Pattern.compile("\"KeyId\": ?\"([0-9a-f-]+)\"");

    private final URI endpoint;
    private final ServerProcess process;

    private KmsServer(URI endpoint, ServerProcess process) {
        this.endpoint = endpoint;
        this.process = process;
    }

    /**
     * Starts one, or skips the test, saying why. The SDK finds credentials in this process from now on, which are none.
     *
     * @param directory an empty one, for its data
     */
    public static KmsServer start(KmsProgram program, Path directory) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        ServerProcess process = program.start(port, directory);
        System.setProperty("aws.accessKeyId", "nobody");
        System.setProperty("aws.secretAccessKey", "hunter2-hunter2");
        return new KmsServer(URI.create("http://127.0.0.1:" + port), process);
    }

    /** Makes a key, such as of {@code ECC_NIST_P256}, and returns its id. */
    public String createKey(String spec) throws IOException, InterruptedException {
        Matcher id = ID.matcher(ask("CreateKey", "{\"KeySpec\": \"" + spec + "\", \"KeyUsage\": \"SIGN_VERIFY\"}"));
        if (!id.find()) {
            throw new IOException("the server made no key");
        }
        return id.group(1);
    }

    /** Asks an operation of it, in JSON, and returns its answer. */
    public String ask(String operation, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "TrentService." + operation)
                // LocalStack reads the region here; keys of one are not there in another.
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=nobody/20260101/" + REGION
                                + "/kms/aws4_request, SignedHeaders=host, Signature=00")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(operation + ": " + answer.body());
            }
            return answer.body();
        }
    }

    /** The URI of a key here, by its id or {@code alias/NAME}. */
    public String uri(String key) {
        return "awskms:///" + key + "?region=" + REGION + "&endpoint=" + endpoint;
    }

    @Override
    public void close() {
        process.close();
    }
}
