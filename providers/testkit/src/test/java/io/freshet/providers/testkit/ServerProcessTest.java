package io.freshet.providers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    Path dir;

    @Test
    void aServerEndsWithItsOwnerEvenIfThatIsKilled() throws Exception {
        Path first = Files.createDirectory(dir.resolve("first"));
        try (ProcessServer server = ProcessServer.versitygw(first)) {
            assertThat(isGone(server.endpoint(), 1)).isFalse();
        }
        Path second = Files.createDirectory(dir.resolve("second"));
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        second.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        URI endpoint = URI.create(owner.inputReader().readLine());
        assertThat(isGone(endpoint, 1)).isFalse();
        owner.destroyForcibly().waitFor();
        assertThat(isGone(endpoint, 10_000)).isTrue();
    }

    /** Whether nobody listens any more; asks again for a while, since the end of a process takes its time. */
    private static boolean isGone(URI endpoint, int withinMillis) throws IOException {
        long deadline = System.nanoTime() + withinMillis * 1_000_000L;
        do {
            try {
                new Socket(endpoint.getHost(), endpoint.getPort()).close();
            } catch (ConnectException e) {
                return true;
            }
        } while (System.nanoTime() < deadline);
        return false;
    }

    /** Starts a server and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws Exception {
            try (ProcessServer server = ProcessServer.versitygw(Path.of(args[0]))) {
                System.out.println(server.endpoint());
                System.in.read();
            }
        }
    }
}
