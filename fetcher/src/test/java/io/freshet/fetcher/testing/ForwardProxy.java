package io.freshet.fetcher.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A forward proxy on loopback: passes requests on, and bytes after CONNECT. Asks for a login where it has one. */
public final class ForwardProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<Socket, Boolean> open = new ConcurrentHashMap<>();
    private final String login;

    /** @param login {@code user:password}, or nothing where none is asked for */
    public ForwardProxy(String login) throws IOException {
        this.login = login;
        Thread.ofVirtual().start(this::accept);
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Method and target of every request that was let through. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open.keySet()) {
            socket.close();
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                open.put(socket, true);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            while (!allowed(head)) {
                write(client, "HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
                head = head(in);
            }
            String[] first = head.lines().findFirst().orElseThrow().split(" ", -1);
            asked.add(first[0] + " " + first[1]);
            if (first[0].equals("CONNECT")) {
                tunnel(client, in, first[1]);
            } else {
                pass(client, in, head, first[1]);
            }
        } catch (IOException e) {
            // One of the two is gone: that happens in tests.
        } finally {
            open.remove(client);
        }
    }

    private boolean allowed(String head) {
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return login.isEmpty() || head.contains("Proxy-Authorization: Basic " + basic + "\r\n");
    }

    private void tunnel(Socket client, InputStream in, String target) throws IOException {
        try (Socket up = connect(target)) {
            write(client, "HTTP/1.1 200 X\r\n\r\n");
            Thread.ofVirtual().start(() -> pump(in, up));
            up.getInputStream().transferTo(client.getOutputStream());
        }
    }

    /** One request a connection: the next may be for another host. */
    private void pass(Socket client, InputStream in, String head, String url) throws IOException {
        URI uri = URI.create(url);
        try (Socket up = connect(uri.getHost() + ":" + uri.getPort())) {
            write(
                    up,
                    head.replace(url, uri.getRawPath())
                            .replaceFirst("(?i)\r\nConnection: [^\r]*", "")
                            .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n"));
            Thread.ofVirtual().start(() -> pump(in, up));
            InputStream answer = new BufferedInputStream(up.getInputStream());
            write(client, head(answer).replaceFirst("\r\n", "\r\nConnection: close\r\n"));
            answer.transferTo(client.getOutputStream());
        }
    }

    private Socket connect(String target) throws IOException {
        int colon = target.lastIndexOf(':');
        Socket up = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        open.put(up, true);
        return up;
    }

    private static void pump(InputStream from, Socket to) {
        try {
            from.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other direction sees it, too.
        }
    }

    private static void write(Socket to, String text) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed");
            }
            head.append((char) c);
        }
        return head.toString();
    }
}
