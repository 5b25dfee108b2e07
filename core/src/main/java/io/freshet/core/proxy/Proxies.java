package io.freshet.core.proxy;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which HTTP proxy leads to a host, as the environment says: {@code https_proxy} and {@code http_proxy}, by the scheme
 * of what is asked, and {@code no_proxy}, hosts that are asked directly; in small letters or in capitals, the small first.
 *
 * @param http the proxy for http, {@code https} that for https
 * @param direct what is asked without
 */
public record Proxies(Optional<URI> http, Optional<URI> https, List<Direct> direct) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** No proxy. */
    public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

    /** Copies the list. */
    public Proxies {
        direct = List.copyOf(direct);
    }

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException if a variable is no URL of a proxy; names the variable
     */
    public static Proxies of(Map<String, String> environment) {
        return new Proxies(
                proxy("http_proxy", environment),
                proxy("https_proxy", environment),
                variable("no_proxy", environment).stream()
                        .flatMap(list -> Arrays.stream(list.split("[,\\s]+", -1)))
                        .filter(entry -> !entry.isEmpty())
                        .map(Direct::of)
                        .toList());
    }

    /**
     * The proxy that leads to a host; empty where none does.
     *
     * @param scheme {@code http} or {@code https}
     */
    public Optional<URI> to(String scheme, String host, int port) {
        Optional<URI> proxy = scheme.equals("https") ? https : http;
        return proxy.filter(found -> direct.stream().noneMatch(each -> each.covers(host, port)));
    }

    /** The port of a proxy, also where its URL names none. */
    public static int port(URI proxy) {
        return port(proxy.getScheme(), proxy.getPort());
    }

    /** A port, or that of the scheme where it is not said. */
    public static int port(String scheme, int port) {
        return port > 0 ? port : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    /** The name that a proxy is to be told. */
    public static Optional<String> user(URI proxy) {
        return Optional.ofNullable(proxy.getUserInfo()).map(login -> login.split(":", 2)[0]);
    }

    /** The password that a proxy is to be told; empty where there is none. */
    public static String password(URI proxy) {
        String login = proxy.getUserInfo();
        return login == null || login.indexOf(':') < 0 ? "" : login.substring(login.indexOf(':') + 1);
    }

    private static Optional<URI> proxy(String name, Map<String, String> environment) {
        return variable(name, environment).map(value -> uri(name, value));
    }

    private static Optional<String> variable(String name, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Without logins. */
    @Override
    public String toString() {
        return "Proxies[***]";
    }

    private static URI uri(String name, String value) {
        String shown = value.replaceFirst("^(.*//)?[^/@]*@", "$1***@");
        URI uri;
        try {
            uri = URI.create(value.contains("://") ? value : "http://" + value);
        } catch (IllegalArgumentException e) {
            // Not the cause: it would say the password.
            throw new IllegalArgumentException(problem(name, shown));
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException(problem(name, shown));
        }
        return uri;
    }

    private static String problem(String name, String shown) {
        return "the environment's " + name + " is \"" + shown + "\", which is no HTTP proxy: it must be like"
                + " http://host:3128 (SOCKS is not spoken)";
    }
}
