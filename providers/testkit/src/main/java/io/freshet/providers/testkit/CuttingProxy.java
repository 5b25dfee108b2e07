package io.freshet.providers.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A proxy of plain TCP before a server over plain HTTP: it shows what really goes over the wire, and cuts connections at a
 * given byte. Knows just enough of HTTP to find the heads of requests.
 */
public final class CuttingProxy implements AutoCloseable {
    private static final Pattern HEAD = Pattern.compile("[A-Z]+ \\S+ HTTP/1\\.1\r\n(?:[^\r\n]+\r\n)+\r\n");
    private static final String CONTINUE = "HTTP/1.1 100";

    private final URI upstream;
    private final ServerSocket listener;
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private long allowance = Long.MAX_VALUE;
    private boolean answerLost;

    /** Starts to listen on a free port of the loopback interface. */
    public CuttingProxy(URI upstream) throws IOException {
        this.upstream = upstream;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The address to use in place of the server's. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on {@code bytes} more bytes go to the server; then their connection is cut, and all goes on as before. */
    public synchronized void cutAfter(long bytes) {
        allowance = bytes;
    }

    /** The next answer (of those that aren't {@code 100 Continue}) is cut off before its first byte. */
    public synchronized void loseNextAnswer() {
        answerLost = true;
    }

    /** The heads of all requests so far: request line and headers, in order of their arrival on each connection. */
    public List<String> requestHeads() {
        return HEAD.matcher(seen.toString(StandardCharsets.ISO_8859_1))
                .results()
                .map(match -> match.group())
                .toList();
    }

    /** How many bytes went to the server so far. */
    public int bytesSent() {
        return seen.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(upstream.getHost(), upstream.getPort());
                sockets.add(client);
                sockets.add(server);
                AtomicBoolean cut = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pump(client, server, (bytes, n) -> toServer(bytes, n, cut)));
                Thread.ofVirtual().start(() -> pump(server, client, (bytes, n) -> toClient(bytes, n, cut)));
            } catch (IOException e) {
                // Closed, or the server is gone: the client finds out by itself.
            }
        }
    }

    private static void pump(Socket from, Socket to, Filter filter) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int passed = filter.passes(buffer, n);
                out.write(buffer, 0, passed);
                out.flush();
                if (passed < n) {
                    return;
                }
            }
        } catch (IOException e) {
            // Either side closed the connection, which closes the other one.
            return;
        }
    }

    private synchronized int toServer(byte[] bytes, int length, AtomicBoolean cut) {
        int passed = (int) Math.min(length, allowance);
        seen.write(bytes, 0, passed);
        if (passed < length) {
            // The server may still complain about what is missing: that has to get lost as well.
            cut.set(true);
            allowance = Long.MAX_VALUE;
        } else if (allowance != Long.MAX_VALUE) {
            allowance -= passed;
        }
        return passed;
    }

    private synchronized int toClient(byte[] bytes, int length, AtomicBoolean cut) {
        if (cut.get()) {
            return 0;
        }
        boolean interim =
                new String(bytes, 0, Math.min(length, CONTINUE.length()), StandardCharsets.ISO_8859_1).equals(CONTINUE);
        if (!answerLost || interim) {
            return length;
        }
        answerLost = false;
        return 0;
    }

    /** Says how many of the bytes may pass; if not all, the connection is cut behind them. */
    private interface Filter {
        int passes(byte[] bytes, int length);
    }
}
