package io.freshet.providers.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The programs that stand for AWS KMS. */
public enum KmsProgram {

    /** It salts PSS with as many bytes as there is room for, and not with 32 as AWS does. */
    LOCAL_KMS {
        @Override
        ServerProcess start(int port, Path directory) throws IOException, InterruptedException {
            String program = ServerProcess.require("local-kms", "FRESHET_TEST_LOCAL_KMS");
            Path data = Files.createDirectory(directory.resolve("data"));
            Map<String, String> environment = Map.of(
                    "PORT", Integer.toString(port), "KMS_DATA_PATH", data.toString(), "KMS_REGION", KmsServer.REGION);
            // It answers POST alone.
            return ServerProcess.start(List.of(program), environment, at(port, "/"), METHOD_NOT_ALLOWED, directory);
        }
    },

    /** LocalStack 4.14.0, without Docker: the last that needs no account. */
    LOCALSTACK {
        @Override
        ServerProcess start(int port, Path directory) throws IOException, InterruptedException {
            Optional<String> python = Optional.ofNullable(System.getenv(LOCALSTACK_PYTHON));
            Assumptions.assumeTrue(
                    python.isPresent(),
                    () -> "LocalStack isn't installed: " + LOCALSTACK_PYTHON + " names no Python that has it (3.13, pip"
                            + " install -r .ci/localstack.lock)");
            Map<String, String> environment = Map.of(
                    "SERVICES",
                    "kms",
                    "GATEWAY_LISTEN",
                    "127.0.0.1:" + port,
                    "DNS_ADDRESS",
                    "0",
                    "DISABLE_EVENTS",
                    "1",
                    "SKIP_SSL_CERT_DOWNLOAD",
                    "1",
                    // Else it writes to /var/lib where it takes the machine for its own container.
                    "OVERRIDE_IN_DOCKER",
                    "0",
                    "FILESYSTEM_ROOT",
                    directory.resolve("data").toString());
            return ServerProcess.start(
                    List.of(python.orElseThrow(), "-m", "localstack.runtime.main"),
                    environment,
                    at(port, "/_localstack/health"),
                    directory);
        }
    };

    private static final String LOCALSTACK_PYTHON = "FRESHET_TEST_LOCALSTACK";
    private static final int METHOD_NOT_ALLOWED = 405;

    /** Starts it, or skips the test, saying why. */
    abstract ServerProcess start(int port, Path directory) throws IOException, InterruptedException;

    private static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
