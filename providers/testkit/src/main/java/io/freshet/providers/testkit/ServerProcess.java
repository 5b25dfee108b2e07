package io.freshet.providers.testkit;

import io.freshet.core.SuppressForbidden;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A server in a process of its own, which ends with this one however this one ends: a shell between them waits for the end
 * of its standard input, which the operating system brings about, and kills the server then.
 */
public final class ServerProcess implements AutoCloseable {
    /** LocalStack takes 2 seconds, and minutes where a machine does much else; one that died is noticed at once. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    private static final String GUARD = "\"$@\" </dev/null & child=$!; cat >/dev/null; kill -9 $child; wait $child";

    private final Process guard;

    private ServerProcess(Process guard) {
        this.guard = guard;
    }

    /**
     * Starts {@code command} and waits until {@code health} answers 200 and the server serves: MinIO says that it is ready
     * while it still refuses requests with 503.
     *
     * @param directory where it runs, and where its output goes: {@code server.log}
     */
    public static ServerProcess start(List<String> command, Map<String, String> environment, URI health, Path directory)
            throws IOException, InterruptedException {
        return start(command, environment, health, 200, directory);
    }

    /** The same of a server that answers {@code ready} at {@code health}, instead of 200. */
    static ServerProcess start(
            List<String> command, Map<String, String> environment, URI health, int ready, Path directory)
            throws IOException, InterruptedException {
        Path log = directory.resolve("server.log");
        List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "sh"));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(directory.toFile());
        builder.environment().putAll(environment);
        ServerProcess server = new ServerProcess(builder.start());
        if (!server.answers(health, ready)) {
            server.close();
            throw new IOException(command.getFirst() + " isn't ready after " + READY_WITHIN.toSeconds() + " s: "
                    + Files.readString(log));
        }
        return server;
    }

    /** A port of the loopback interface that was free just now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The path of a program; skips the test where it is not installed, saying why. */
    public static String require(String program, String variable) {
        Optional<Path> found = find(program, variable);
        Assumptions.assumeTrue(
                found.isPresent(),
                () -> program + " isn't installed: not on the path, not in ~/go/bin, and " + variable + " isn't set");
        return found.orElseThrow().toString();
    }

    /**
     * Where a program is: named by a variable, on the path, or where {@code go install} puts it.
     *
     * @param variable an environment variable that may hold its path
     */
    static Optional<Path> find(String program, String variable) {
        List<Path> places = new ArrayList<>();
        Optional.ofNullable(System.getenv(variable)).ifPresent(value -> places.add(Path.of(value)));
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            places.add(Path.of(directory).resolve(program));
        }
        places.add(Path.of(System.getProperty("user.home"), "go", "bin", program));
        return places.stream().filter(Files::isExecutable).findFirst();
    }

    @SuppressForbidden("another program gets ready: there is nothing but asking again")
    private boolean answers(URI health, int ready) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (guard.isAlive() && System.nanoTime() < deadline) {
                if (status(client, health) == ready && status(client, health.resolve("/")) < 500) {
                    return true;
                }
                Thread.sleep(20);
            }
        }
        return false;
    }

    /** The status of an answer, or 599 if there is none. */
    private static int status(HttpClient client, URI uri) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 599;
        }
    }

    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(10, TimeUnit.SECONDS)) {
                guard.destroyForcibly();
            }
        } catch (IOException e) {
            guard.destroyForcibly();
        } catch (InterruptedException e) {
            guard.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
