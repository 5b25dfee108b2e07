package io.freshet.cli.attacks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves a repository as a web server does, but for what its owner would rather have nodes believe. */
final class EvilMirror implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    /** Objects that are not what the repository has, by their paths in URLs. */
    final Map<String, byte[]> forged = new ConcurrentHashMap<>();

    /** Objects that are denied. */
    final Set<String> withheld = ConcurrentHashMap.newKeySet();

    /** Objects that are answered for in a way of their own. */
    final Map<String, Answer> odd = new ConcurrentHashMap<>();

    /** The paths that were asked for, in order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final Path repository;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** How to answer a request. */
    interface Answer {
        void answer(HttpExchange exchange) throws IOException;
    }

    EvilMirror(Path repository) throws IOException {
        this.repository = repository;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/base/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/base";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring("/base/".length());
            asked.add(path);
            Answer own = odd.get(path);
            if (own != null) {
                own.answer(exchange);
                return;
            }
            Path file = repository.resolve(path);
            if (withheld.contains(path) || (!forged.containsKey(path) && !Files.isRegularFile(file))) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] bytes = forged.containsKey(path) ? forged.get(path) : Files.readAllBytes(file);
            send(exchange, bytes);
        }
    }

    private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("Range");
        Matcher range = RANGE.matcher(header == null ? "" : header);
        int status = 200;
        byte[] body = bytes;
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = Math.min(Integer.parseInt(range.group(2)), bytes.length - 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
            body = Arrays.copyOfRange(bytes, from, to + 1);
            status = 206;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
