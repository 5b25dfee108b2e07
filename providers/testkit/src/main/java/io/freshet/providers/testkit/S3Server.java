package io.freshet.providers.testkit;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A real server that speaks S3, on a free port of the loopback interface, with its data in a directory of its own. */
public interface S3Server extends AutoCloseable {
    /** The user that the server knows. */
    String ACCESS_KEY = "freshet-test";

    /** The user's secret. */
    String SECRET_KEY = "not-a-secret-0123456789";

    /** Where it listens, over plain HTTP. */
    URI endpoint();

    /** Creates a bucket; one that is there already is no error. */
    void createBucket(String name) throws Exception;

    /** The environment in which a client may write here. */
    default Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }

    /** The URL of a place in a bucket, through {@code endpoint} (this server's own, or a proxy's). */
    static String url(URI endpoint, String bucket, String prefix) {
        return "s3://" + bucket + "/" + prefix + "?endpoint="
                + URLEncoder.encode(endpoint.toString(), StandardCharsets.UTF_8) + "&region=us-east-1";
    }

    /** Stops the server; its directory stays. */
    @Override
    void close();
}
