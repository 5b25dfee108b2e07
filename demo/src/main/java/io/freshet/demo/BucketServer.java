package io.freshet.demo;

import io.freshet.core.ToolVersion;
import io.freshet.providers.api.StoreContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3-compatible server in this process, over a directory, with real signatures and keys of its own. */
public final class BucketServer implements AutoCloseable {

    private static final String ACCESS_KEY = "demo";
    private static final String SECRET_KEY = "demo-secret";
    private static final long LARGEST_BODY = 64 << 20;

    private final Path bucket;
    private final S3Proxy proxy;

    private BucketServer(Path bucket, S3Proxy proxy) {
        this.bucket = bucket;
        this.proxy = proxy;
    }

    /** Starts a server over a directory, with one bucket in it. */
    public static BucketServer start(Path directory, String bucket) throws IOException {
        Files.createDirectories(directory.resolve(bucket));
        S3Proxy proxy = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .v4MaxNonChunkedRequestSize(LARGEST_BODY)
                .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("the S3 server of the demo does not start: " + e.getMessage(), e);
        }
        return new BucketServer(directory.resolve(bucket), proxy);
    }

    /** The bucket, as a destination. */
    public String url() {
        return "s3://" + bucket.getFileName() + "?endpoint=" + endpoint() + "&region=us-east-1";
    }

    /** Where the server answers. */
    public String endpoint() {
        return "http://127.0.0.1:" + proxy.getPort();
    }

    /** Where the bucket's objects lie. */
    public Path bucket() {
        return bucket;
    }

    /** What a client finds in its environment. */
    public Map<String, String> credentials() {
        return Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }

    /** What the client in this process has to know. */
    StoreContext context() {
        return new StoreContext(credentials(), "freshet/" + ToolVersion.current());
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server of the demo does not stop", e);
        }
    }
}
