package io.freshet.core.proxy;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts that are asked without a proxy: one entry of {@code no_proxy}. */
public sealed interface Direct {

    Pattern NETWORK = Pattern.compile("([0-9a-fA-F.:]+)/([0-9]{1,3})");
    Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.*]):([0-9]{1,5})");

    /** Whether a host is one of them. */
    boolean covers(String host, int port);

    /** All hosts. */
    record Everything() implements Direct {
        @Override
        public boolean covers(String host, int port) {
            return true;
        }
    }

    /** A host and those below it; at one port, or at any if that is 0. */
    record Domain(String name, int port) implements Direct {
        @Override
        public boolean covers(String host, int at) {
            String asked = unbracketed(host);
            return (port == 0 || port == at) && (asked.equals(name) || asked.endsWith("." + name));
        }
    }

    /** Addresses that begin with the first {@code bits} of another. */
    record Network(InetAddress address, int bits) implements Direct {
        @Override
        public boolean covers(String host, int port) {
            byte[] own = address.getAddress();
            byte[] asked;
            try {
                asked = InetAddress.ofLiteral(unbracketed(host)).getAddress();
            } catch (IllegalArgumentException e) {
                return false;
            }
            for (int bit = 0; bit < bits && asked.length == own.length; bit++) {
                if (((own[bit / 8] ^ asked[bit / 8]) & 0x80 >> bit % 8) != 0) {
                    return false;
                }
            }
            return asked.length == own.length;
        }
    }

    /** Reads {@code *}, {@code example.org}, {@code .example.org}, {@code host:8080} or {@code 10.0.0.0/8}. */
    static Direct of(String entry) {
        if (entry.equals("*")) {
            return new Everything();
        }
        Matcher network = NETWORK.matcher(entry);
        if (network.matches()) {
            InetAddress address = InetAddress.ofLiteral(network.group(1));
            return new Network(address, Math.min(Integer.parseInt(network.group(2)), 8 * address.getAddress().length));
        }
        Matcher withPort = WITH_PORT.matcher(entry);
        return withPort.matches()
                ? new Domain(name(withPort.group(1)), Integer.parseInt(withPort.group(2)))
                : new Domain(name(entry), 0);
    }

    private static String name(String text) {
        return unbracketed(text.replaceFirst("^\\*?\\.", ""));
    }

    private static String unbracketed(String host) {
        return host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    }
}
