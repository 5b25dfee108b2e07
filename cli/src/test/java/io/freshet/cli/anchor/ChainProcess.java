package io.freshet.cli.anchor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.SuppressForbidden;
import io.freshet.providers.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real node of a chain of its own, in a process of its own, asked here by other means than ours. */
final class ChainProcess implements AutoCloseable {

    private static final Duration GROWN_WITHIN = Duration.ofSeconds(60);

    final String url;
    private final ServerProcess process;
    private final HttpClient http = HttpClient.newHttpClient();

    private ChainProcess(String url, ServerProcess process) {
        this.url = url;
        this.process = process;
    }

    /** Starts geth with a block a second, or skips the test, saying why. */
    static ChainProcess geth(Path directory) throws IOException, InterruptedException {
        String program = ServerProcess.require("geth", "FRESHET_TEST_GETH");
        String port = Integer.toString(ServerProcess.freePort());
        return start(
                directory,
                "/",
                port,
                List.of(
                        program,
                        "--dev",
                        "--dev.period=1",
                        "--datadir=" + directory.resolve("chain"),
                        "--http",
                        "--http.addr=127.0.0.1",
                        "--http.port=" + port,
                        "--ipcdisable",
                        "--authrpc.port=" + ServerProcess.freePort(),
                        "--port=0",
                        "--nodiscover",
                        "--cache=64"));
    }

    /** Starts CometBFT with the application it brings along, or skips the test, saying why. */
    static ChainProcess cometbft(Path directory) throws IOException, InterruptedException {
        String program = ServerProcess.require("cometbft", "FRESHET_TEST_COMETBFT");
        String home = directory.resolve("chain").toString();
        Process init = new ProcessBuilder(program, "init", "--home", home)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("init.log").toFile())
                .start();
        if (!init.waitFor(30, TimeUnit.SECONDS) || init.exitValue() != 0) {
            init.destroyForcibly();
            throw new IOException("cometbft init: " + Files.readString(directory.resolve("init.log")));
        }
        String port = Integer.toString(ServerProcess.freePort());
        return start(
                directory,
                "/health",
                port,
                List.of(
                        program,
                        "node",
                        "--home",
                        home,
                        "--proxy_app=kvstore",
                        "--rpc.laddr=tcp://127.0.0.1:" + port,
                        "--p2p.laddr=tcp://127.0.0.1:" + ServerProcess.freePort()));
    }

    private static ChainProcess start(Path directory, String health, String port, List<String> command)
            throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + port;
        return new ChainProcess(url, ServerProcess.start(command, Map.of(), URI.create(url + health), directory));
    }

    /** Asks for what lies at a path, and reads the result. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return result(HttpRequest.newBuilder(URI.create(url + path)).build());
    }

    /** Asks by JSON-RPC, and reads the result. */
    JsonNode call(String method, String parameters) throws IOException, InterruptedException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":[" + parameters + "]}";
        return result(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode result(HttpRequest request) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .get("result");
    }

    /** Something that a chain has with time. */
    interface Height {
        long of() throws IOException, InterruptedException;
    }

    @SuppressForbidden("another program's chain grows: there is nothing but asking again")
    static void awaitHeight(long height, Height now) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + GROWN_WITHIN.toNanos();
        while (now.of() < height) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the chain has no block " + height + " after " + GROWN_WITHIN.toSeconds() + " s");
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }
}
