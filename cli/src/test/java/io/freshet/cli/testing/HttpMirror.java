package io.freshet.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves a directory below {@code /base}, as a bucket or a web server does, and takes notes of what is asked; but for what
 * its owner would rather have nodes believe.
 */
public final class HttpMirror implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    /** The paths that were asked for, in order. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** How often to answer 503 before anything else. */
    public final AtomicInteger busy = new AtomicInteger();

    /** Objects that are not what the directory has, by their paths in URLs. */
    public final Map<String, byte[]> forged = new ConcurrentHashMap<>();

    /** Objects that are denied. */
    public final Set<String> withheld = ConcurrentHashMap.newKeySet();

    /** Objects that are answered for in a way of their own. */
    public final Map<String, HttpHandler> odd = new ConcurrentHashMap<>();

    private final Path directory;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Starts to serve, at a free port. */
    public HttpMirror(Path directory) throws IOException {
        this.directory = directory;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/base/", this::answer);
        server.start();
    }

    /** Its base URL. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/base";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring("/base/".length());
            asked.add(path);
            if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            HttpHandler own = odd.get(path);
            if (own != null) {
                own.handle(exchange);
                return;
            }
            Path file = directory.resolve(path);
            if (withheld.contains(path) || (!forged.containsKey(path) && !Files.isRegularFile(file))) {
                exchange.getResponseHeaders().set("x-amz-request-id", "TX9");
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] bytes = forged.containsKey(path) ? forged.get(path) : Files.readAllBytes(file);
            String header = exchange.getRequestHeaders().getFirst("Range");
            Matcher range = RANGE.matcher(header == null ? "" : header);
            int status = 200;
            if (range.matches()) {
                int from = Integer.parseInt(range.group(1));
                int to = Math.min(Integer.parseInt(range.group(2)), bytes.length - 1);
                exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
                bytes = Arrays.copyOfRange(bytes, from, to + 1);
                status = 206;
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
