package io.freshet.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.fetcher.http.Mirror;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mirror on loopback that serves a directory, and dies in the middle of an answer when it is told to. */
final class DirectoryMirror implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");
    private static final int BUFFER = 256 << 10;
    private static final int NEVER = -1;

    private final Path directory;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong bytesLeft = new AtomicLong(NEVER);

    /** Starts to serve, at a free port. */
    DirectoryMirror(Path directory) throws IOException {
        this.directory = directory;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    Mirror mirror() {
        return new Mirror("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Dies after so many more bytes of packs: its connections break, and nobody answers any more. */
    void dieAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        // Closing without having answered breaks the connection.
        try (exchange) {
            Path file = directory
                    .resolve(exchange.getRequestURI().getPath().substring(1))
                    .normalize();
            if (bytesLeft.get() == 0) {
                return;
            }
            if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                answer(exchange, in);
            }
        }
    }

    private void answer(HttpExchange exchange, FileChannel in) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("Range");
        Matcher range = RANGE.matcher(header == null ? "" : header);
        if (!range.matches()) {
            exchange.sendResponseHeaders(200, in.size() == 0 ? -1 : in.size());
            send(exchange, in, 0, in.size());
            return;
        }
        long from = Long.parseLong(range.group(1));
        long to = Math.min(Long.parseLong(range.group(2)), in.size() - 1);
        if (from > to) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + in.size());
        exchange.sendResponseHeaders(206, to - from + 1);
        send(exchange, in, from, to - from + 1);
    }

    private void send(HttpExchange exchange, FileChannel in, long from, long length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, length)));
        OutputStream out = exchange.getResponseBody();
        for (long at = from; at < from + length; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), from + length - at));
            int count = in.read(buffer, at);
            if (count < 0 || !mayServe(count)) {
                server.stop(0);
                return;
            }
            out.write(buffer.array(), 0, count);
            at += count;
        }
        out.flush();
    }

    private boolean mayServe(int count) {
        return bytesLeft.updateAndGet(left -> left == NEVER ? NEVER : Math.max(0, left - count)) != 0;
    }
}
