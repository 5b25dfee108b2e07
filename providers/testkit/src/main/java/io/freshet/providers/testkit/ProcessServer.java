package io.freshet.providers.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server that is installed on this machine, where it is: MinIO and versitygw, each of which keeps buckets as directories. */
public final class ProcessServer implements S3Server {
    private final URI endpoint;
    private final Path buckets;
    private final ServerProcess process;

    private ProcessServer(URI endpoint, Path buckets, ServerProcess process) {
        this.endpoint = endpoint;
        this.buckets = buckets;
        this.process = process;
    }

    /**
     * Starts MinIO, or skips the test, saying why.
     *
     * @param directory an empty one, for its data
     */
    public static ProcessServer minio(Path directory) throws IOException, InterruptedException {
        String program = ServerProcess.require("minio", "FRESHET_TEST_MINIO");
        String address = "127.0.0.1:" + ServerProcess.freePort();
        Path data = Files.createDirectory(directory.resolve("data"));
        return start(
                List.of(program, "server", "--quiet", "--address", address, data.toString()),
                Map.of(
                        "MINIO_ROOT_USER", ACCESS_KEY,
                        "MINIO_ROOT_PASSWORD", SECRET_KEY,
                        "MINIO_UPDATE", "off",
                        "MINIO_CALLHOME_ENABLE", "off",
                        "MINIO_BROWSER", "off"),
                address,
                "/minio/health/ready",
                directory,
                data);
    }

    /**
     * Starts versitygw, an independent second implementation, or skips the test, saying why.
     *
     * @param directory an empty one, for its data
     */
    public static ProcessServer versitygw(Path directory) throws IOException, InterruptedException {
        String program = ServerProcess.require("versitygw", "FRESHET_TEST_VERSITYGW");
        String address = "127.0.0.1:" + ServerProcess.freePort();
        Path data = Files.createDirectory(directory.resolve("data"));
        Path versions = Files.createDirectory(directory.resolve("versions"));
        return start(
                List.of(
                        program,
                        "--port",
                        address,
                        "--health",
                        "/health",
                        "posix",
                        "--versioning-dir",
                        versions.toString(),
                        data.toString()),
                Map.of("ROOT_ACCESS_KEY", ACCESS_KEY, "ROOT_SECRET_KEY", SECRET_KEY),
                address,
                "/health",
                directory,
                data);
    }

    private static ProcessServer start(
            List<String> command,
            Map<String, String> environment,
            String address,
            String health,
            Path directory,
            Path data)
            throws IOException, InterruptedException {
        URI endpoint = URI.create("http://" + address);
        return new ProcessServer(
                endpoint, data, ServerProcess.start(command, environment, endpoint.resolve(health), directory));
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void createBucket(String name) throws IOException {
        Files.createDirectories(buckets.resolve(name));
    }

    @Override
    public void close() {
        process.close();
    }
}
