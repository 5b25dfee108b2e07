package io.freshet.fetcher.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS in front of a mirror, with a certificate that only its own {@link #context} trusts. */
public final class TlsFront implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLContext context;
    private final SSLServerSocket server;
    private final URI behind;
    private final ConcurrentHashMap<Socket, Boolean> open = new ConcurrentHashMap<>();

    /**
     * @param behind what speaks http
     * @param directory where a key store may be made
     */
    public TlsFront(TestMirror behind, Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.context = context(directory.resolve("keys.p12"));
        this.behind = URI.create(behind.mirror().url());
        this.server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The URL of the mirror behind, by https. */
    public String url() {
        return "https://" + address() + behind.getPath();
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Trusts this server. */
    public SSLContext context() {
        return context;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open.keySet()) {
            socket.close();
        }
    }

    private static SSLContext context(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mirror",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=mirror",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("mirror", keys.getCertificate("mirror"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
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
        try (client;
                Socket up = new Socket(behind.getHost(), behind.getPort())) {
            open.put(up, true);
            Thread.ofVirtual().start(() -> pump(client, up));
            up.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One of the two is gone: that happens in tests.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other direction sees it, too.
        }
    }
}
