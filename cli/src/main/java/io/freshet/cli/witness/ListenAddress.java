package io.freshet.cli.witness;

import io.freshet.cli.UsageException;
import java.net.InetSocketAddress;

/** Where to listen, as {@code HOST:PORT}; IPv6 addresses stand in brackets. */
record ListenAddress(String host, int port) {

    private static final int MOST_PORT = 65_535;

    static ListenAddress parse(String text) throws UsageException {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            throw new UsageException("--listen: \"" + text + "\" is not HOST:PORT, like 127.0.0.1:7380 or [::1]:7380");
        }
        return new ListenAddress(text.substring(0, colon), Integer.parseInt(port));
    }

    InetSocketAddress socket() throws UsageException {
        InetSocketAddress address = new InetSocketAddress(host.replaceAll("^\\[(.*)]$", "$1"), port);
        if (address.isUnresolved()) {
            throw new UsageException("--listen: there is no host " + host);
        }
        return address;
    }
}
