package io.freshet.fetcher.anchor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.fetcher.http.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A node of a chain that answers as its owner likes, and takes notes of what it is asked. */
final class HostileNode implements AutoCloseable {

    /** Path, query and body of what was asked, in order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** The authorizations that came with it. */
    final List<String> authorizations = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Answers a request, in whatever way. */
    interface Answerer {
        void answer(HttpExchange exchange) throws IOException;
    }

    HostileNode(Answerer answerer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(exchange.getRequestURI() + " " + body);
                String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                authorizations.add(String.valueOf(authorization));
                answerer.answer(exchange);
            }
        });
        server.start();
    }

    /** One that answers 200 with what {@code answer} makes of path, query and body. */
    static HostileNode saying(Function<String, String> answer) throws IOException {
        HostileNode[] self = new HostileNode[1];
        self[0] = new HostileNode(exchange -> say(exchange, 200, answer.apply(self[0].asked.getLast())));
        return self[0];
    }

    /** A node of Ethereum that has one block, as it is written, and knows of a head. */
    static HostileNode ethereum(String block, long head) throws IOException {
        return saying(asked -> asked.contains("eth_getBlockByNumber")
                ? result(block)
                : result("\"0x" + Long.toHexString(head) + "\""));
    }

    static String result(String json) {
        return "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": " + json + "}";
    }

    static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Endpoint endpoint() {
        return Endpoint.of(url());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
