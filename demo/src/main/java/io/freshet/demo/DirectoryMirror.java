package io.freshet.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
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
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A mirror on loopback that serves a directory, and dies in the middle of an answer when it is told to. */
public final class DirectoryMirror implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");
    private static final int BUFFER = 256 << 10;
    private static final int NEVER = -1;
    private static final int WAITING = 256;

    private final Path directory;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong bytesLeft = new AtomicLong(NEVER);
    private final AtomicReference<Runnable> atDeath = new AtomicReference<>(() -> {});
    private final Object mischief = new Object();
    private Set<Path> touchy = Set.of();
    private Deed deed = () -> {};

    /** Something that happens to a disk. */
    @FunctionalInterface
    interface Deed {
        void run() throws IOException;
    }

    /** Starts to serve over HTTP, at a free port. */
    public DirectoryMirror(Path directory) throws IOException {
        this(directory, HttpServer.create(anyPort(), WAITING));
    }

    private DirectoryMirror(Path directory, HttpServer server) {
        this.directory = directory;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Starts to serve over HTTPS, with the certificate that {@code tls} has. */
    public static DirectoryMirror secure(Path directory, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), WAITING);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new DirectoryMirror(directory, server);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Its base URL. */
    public Mirror mirror() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return new Mirror(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Dies after so many more bytes: its connections break, nobody answers any more, and {@code then} runs. */
    public void dieAfter(long bytes, Runnable then) {
        atDeath.set(then);
        bytesLeft.set(bytes);
    }

    /** Runs {@code deed} once, before one of {@code files} is served for the first time from now on. */
    void beforeServing(Set<Path> files, Deed deed) {
        synchronized (mischief) {
            this.touchy = files;
            this.deed = deed;
        }
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
            suffer(file);
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                answer(exchange, in);
            }
        }
    }

    private void suffer(Path file) throws IOException {
        synchronized (mischief) {
            if (touchy.contains(file)) {
                touchy = Set.of();
                deed.run();
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
                atDeath.getAndSet(() -> {}).run();
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
