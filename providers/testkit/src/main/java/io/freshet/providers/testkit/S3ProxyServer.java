package io.freshet.providers.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * s3proxy in this process, over a directory, with real signatures. It loses compare-and-set races, and lists in an order
 * of its own. Needs {@code org.gaul:s3proxy} on the class path of the test, which the testkit leaves to it.
 */
public final class S3ProxyServer implements S3Server {
    /** It holds a signed body in memory to check it, and refuses longer ones: the longest pack passes. */
    private static final long LONGEST_BODY = 256 << 20;

    private final Path directory;
    private final S3Proxy proxy;

    private S3ProxyServer(Path directory, S3Proxy proxy) {
        this.directory = directory;
        this.proxy = proxy;
    }

    /** Starts a server whose buckets are the directories in {@code directory}. */
    public static S3ProxyServer start(Path directory) throws Exception {
        S3Proxy proxy = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .v4MaxNonChunkedRequestSize(LONGEST_BODY)
                .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .build();
        proxy.start();
        return new S3ProxyServer(directory, proxy);
    }

    @Override
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    @Override
    public void createBucket(String name) throws IOException {
        Files.createDirectories(directory.resolve(name));
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("s3proxy doesn't stop", e);
        }
    }
}
