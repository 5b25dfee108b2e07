package io.freshet.cli.attacks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node of Ethereum, as far as it is asked here: blocks by their heights, and a head. */
final class ChainNode implements AutoCloseable {

    private static final Pattern HEIGHT = Pattern.compile("eth_getBlockByNumber.*\"0x([0-9a-f]+)\"");

    /** The blocks that it has, as JSON. */
    final Map<Long, String> blocks = new ConcurrentHashMap<>();

    final AtomicLong head = new AtomicLong();
    final AtomicInteger asked = new AtomicInteger();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ChainNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The hash of a block of the chain on which {@code branch} is written. */
    static String hash(char branch, long height) {
        return "0x" + String.valueOf(branch).repeat(48) + "%016x".formatted(height);
    }

    /** Gives it a block, and has it be the head. */
    ChainNode with(char branch, long height) {
        blocks.put(
                height,
                "{\"number\": \"0x" + Long.toHexString(height) + "\", \"hash\": \"" + hash(branch, height)
                        + "\", \"stateRoot\": \"" + hash(branch, height + 1) + "\"}");
        head.set(height);
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher height = HEIGHT.matcher(question);
            String result = height.find()
                    ? blocks.getOrDefault(Long.parseLong(height.group(1), 16), "null")
                    : "\"0x" + Long.toHexString(head.get()) + "\"";
            byte[] bytes =
                    ("{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": " + result + "}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
