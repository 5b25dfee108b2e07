package io.freshet.fetcher.testing;

import io.freshet.fetcher.http.Mirror;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mirror on loopback: HTTP/1.1 over plain sockets, so that it can misbehave in every way that a server can. */
public final class TestMirror implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    private final Map<String, byte[]> objects;
    private final ServerSocket server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Asked> asked = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Thread acceptor;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Map<Socket, Boolean> connections = new ConcurrentHashMap<>();

    /**
     * A request that arrived.
     *
     * @param object path in the repository
     * @param from first byte that was asked for; 0 without a range
     * @param to last byte that was asked for; -1 without a range
     */
    public record Asked(String object, long from, long to, Map<String, String> headers) {
        /** How many bytes were asked for. */
        public long bytes() {
            return to - from + 1;
        }
    }

    private static final class Rule {
        private final Predicate<String> objects;
        private final Mischief mischief;
        private int left;

        Rule(Predicate<String> objects, int times, Mischief mischief) {
            this.objects = objects;
            this.left = times;
            this.mischief = mischief;
        }

        boolean applies(String object) {
            if (left == 0 || !objects.test(object)) {
                return false;
            }
            left--;
            return true;
        }
    }

    /** A mirror that serves {@code objects}, as they are at the time of each request. */
    public TestMirror(Map<String, byte[]> objects) throws IOException {
        this.objects = objects;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    /** Its base URL. */
    public Mirror mirror() {
        return new Mirror("http://127.0.0.1:" + server.getLocalPort() + "/base");
    }

    /** Misbehaves at every request for any object, from now on. */
    public TestMirror always(Mischief mischief) {
        return rule(object -> true, -1, mischief);
    }

    /** Misbehaves at the next request, whatever it is for. */
    public TestMirror once(Mischief mischief) {
        return rule(object -> true, 1, mischief);
    }

    /** Misbehaves at the next {@code times} requests (-1: all) for objects that are chosen by their paths. */
    public synchronized TestMirror rule(Predicate<String> chosen, int times, Mischief mischief) {
        rules.add(new Rule(chosen, times, mischief));
        return this;
    }

    /** Behaves well again. */
    public synchronized void behave() {
        rules.clear();
    }

    /** Every request so far, in the order of arrival. */
    public synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The requests for packs. */
    public List<Asked> askedForPacks() {
        return asked().stream().filter(a -> a.object().startsWith("packs/")).toList();
    }

    /** How many connections were made. */
    public int connections() {
        return accepted.get();
    }

    /** Forgets the requests so far. */
    public synchronized void forget() {
        asked.clear();
    }

    /** Stops: connections break, new ones are refused. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        // The port is given back when nobody waits for connections any more.
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : connections.keySet()) {
            socket.close();
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.put(socket, true);
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (answer(in, socket)) {
                // the connection is kept
            }
        } catch (IOException e) {
            // The client is gone, or this server is: both happen in tests.
        } finally {
            connections.remove(socket);
        }
    }

    private boolean answer(InputStream in, Socket socket) throws IOException {
        String line = readLine(in);
        if (line == null) {
            return false;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = readLine(in); header != null && !header.isEmpty(); header = readLine(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 2));
        }
        String object = line.split(" ", -1)[1].replaceFirst("^/base/", "");
        Matcher range = RANGE.matcher(headers.getOrDefault("range", ""));
        Asked request = range.matches()
                ? new Asked(object, Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), headers)
                : new Asked(object, 0, -1, headers);
        Optional<Mischief> mischief;
        synchronized (this) {
            asked.add(request);
            mischief = rules.stream()
                    .filter(rule -> rule.applies(object))
                    .map(rule -> rule.mischief)
                    .findFirst();
        }
        byte[] bytes = objects.get(object);
        boolean kept = mischief.isPresent()
                ? misbehave(socket, request, bytes, mischief.get())
                : behave(socket, request, bytes);
        return kept && !"close".equals(headers.get("connection"));
    }

    private static boolean behave(Socket socket, Asked request, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            return send(socket, 404, Map.of("x-amz-request-id", "R404"), new byte[0]);
        }
        if (request.to() < 0) {
            return send(socket, 200, Map.of(), bytes);
        }
        if (request.from() >= bytes.length) {
            return send(socket, 416, Map.of("Content-Range", "bytes */" + bytes.length), new byte[0]);
        }
        long to = Math.min(request.to(), bytes.length - 1);
        return send(
                socket,
                206,
                Map.of("Content-Range", "bytes " + request.from() + "-" + to + "/" + bytes.length),
                part(bytes, request.from(), to));
    }

    private boolean misbehave(Socket socket, Asked request, byte @Nullable [] bytes, Mischief mischief)
            throws IOException {
        byte[] all = bytes == null ? new byte[0] : bytes;
        byte[] body = request.to() < 0 ? all : part(all, request.from(), Math.min(request.to(), all.length - 1));
        return switch (mischief) {
            case Mischief.Reset reset -> {
                socket.setSoLinger(true, 0);
                yield false;
            }
            case Mischief.Silence silence -> hang();
            case Mischief.SlowHead head -> slowHead(socket);
            case Mischief.EndlessHead head -> {
                write(socket, "HTTP/1.1 206 X\r\n");
                yield drip(socket, "X-More: of the same\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            case Mischief.StallAfter(int count) -> {
                head(socket, request, all, body.length);
                write(socket, body, count);
                yield hang();
            }
            case Mischief.CutAfter(int count) -> {
                head(socket, request, all, body.length);
                write(socket, body, count);
                yield false;
            }
            case Mischief.Status(int code, Map<String, String> headers) ->
                send(socket, code, headers, "no".getBytes(StandardCharsets.US_ASCII));
            case Mischief.IgnoresRanges ignores -> send(socket, 200, Map.of(), all);
            case Mischief.ShiftedRange(int shift) ->
                behave(
                        socket,
                        new Asked(request.object(), request.from() + shift, request.to() + shift, Map.of()),
                        all);
            case Mischief.ShortRange(int count) -> {
                head(socket, request, all, count);
                write(socket, body, count);
                yield true;
            }
            case Mischief.EmptyOk empty -> send(socket, 200, Map.of(), new byte[0]);
            case Mischief.Redirect(String base) ->
                send(socket, 307, Map.of("Location", base + "/" + request.object()), new byte[0]);
            case Mischief.Flips(long offset) -> {
                byte[] flipped = all.clone();
                if (offset < flipped.length) {
                    flipped[(int) offset] ^= 1;
                }
                yield behave(socket, request, flipped);
            }
            case Mischief.Instead(byte[] other) -> behave(socket, request, other);
            case Mischief.EndlessRange endless -> {
                head(socket, request, all, Long.MAX_VALUE);
                yield drip(socket, new byte[1 << 16]);
            }
            case Mischief.EndlessDrip drip -> {
                write(socket, head(request, all) + "Transfer-Encoding: chunked\r\n\r\n");
                yield drip(socket, ("1000\r\n" + "\0".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            case Mischief.Named(String id) -> named(socket, head(request, all), body, id);
            case Mischief.Garbage garbage -> {
                write(socket, "SSH-2.0-OpenSSH_9.9\r\n".repeat(100));
                yield false;
            }
        };
    }

    /** Keeps the connection open, silently, until this server is closed. */
    private boolean hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static boolean named(Socket socket, String head, byte[] body, String id) throws IOException {
        write(socket, head + "x-amz-request-id: " + id + "\r\nContent-Length: " + body.length + "\r\n\r\n");
        write(socket, body, body.length);
        return true;
    }

    private boolean slowHead(Socket socket) throws IOException {
        write(socket, "HTTP/1.1 206 X\r\nX-More: ");
        try {
            while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                write(socket, "a");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Writes the same piece over and over, until nobody takes it. */
    private static boolean drip(Socket socket, byte[] piece) throws IOException {
        while (true) {
            write(socket, piece, piece.length);
        }
    }

    private static void head(Socket socket, Asked request, byte[] all, long length) throws IOException {
        write(socket, head(request, all) + "Content-Length: " + length + "\r\n\r\n");
    }

    private static String head(Asked request, byte[] all) {
        return request.to() < 0
                ? "HTTP/1.1 200 X\r\n"
                : "HTTP/1.1 206 X\r\nContent-Range: bytes " + request.from() + "-" + request.to() + "/" + all.length
                        + "\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        write(socket, bytes, bytes.length);
    }

    private static boolean send(Socket socket, int status, Map<String, String> headers, byte[] body)
            throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        OutputStream out = socket.getOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        write(socket, body, body.length);
        return true;
    }

    private static void write(Socket socket, byte[] body, int count) throws IOException {
        socket.getOutputStream().write(body, 0, Math.min(count, body.length));
        socket.getOutputStream().flush();
    }

    private static byte[] part(byte[] bytes, long from, long to) {
        return from > to ? new byte[0] : Arrays.copyOfRange(bytes, (int) from, (int) to + 1);
    }

    private static @Nullable String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
