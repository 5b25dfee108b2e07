package io.freshet.witness.http;

import io.freshet.witness.Witness;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A witness that answers HTTP: {@code POST /add-checkpoint}, {@code GET /ORIGIN-HASH/checkpoint}. */
public final class WitnessServer implements AutoCloseable {

    private static final int MOST_HEADER_BYTES = 8 << 10;

    /** What Jetty accepts, selects and stops with, however few connections there may be. */
    private static final int OWN_THREADS = 16;

    private final Server server;
    private final ServerConnector connector;

    private WitnessServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the address can't be listened at
     */
    public static WitnessServer start(Witness witness, InetSocketAddress address, ServerLimits limits)
            throws IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        Server server = new Server(new VirtualThreadPool(2 * limits.connections() + OWN_THREADS));
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.addBean(new SlowConnections(connector.getScheduler(), limits.patience()));
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        server.setHandler(new GracefulHandler(new WitnessHandler(witness)));
        server.setStopTimeout(limits.goodbye().toMillis());
        try {
            server.start();
        } catch (IOException e) {
            throw new IOException(
                    "can't listen at " + address.getHostString() + ":" + address.getPort() + ": "
                            + (e.getCause() == null
                                    ? e.getMessage()
                                    : e.getCause().getMessage()),
                    e);
        } catch (Exception e) {
            throw new IllegalStateException("the server does not start", e);
        }
        return new WitnessServer(server, connector);
    }

    /** Where it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Lets those go who wait for an answer, then stops. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }
}
