package io.freshet.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The proxies that the environment names as it does for curl ({@code https_proxy}, {@code HTTPS_PROXY}, {@code
 * http_proxy}, {@code no_proxy}, {@code NO_PROXY}), as Java's properties. An upper-case {@code HTTP_PROXY} is not read:
 * in a CGI program whoever sends the request sets it.
 */
final class ProxyEnvironment {

    private static final String ALWAYS_DIRECT = "localhost|127.*|[::1]";

    private final Map<String, String> environment;

    ProxyEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The properties, none where the environment names no proxy. */
    Map<String, String> properties() throws UsageException {
        Map<String, String> properties = new LinkedHashMap<>();
        add(properties, "https", "https_proxy", "HTTPS_PROXY");
        add(properties, "http", "http_proxy");
        if (!properties.isEmpty()) {
            properties.put("http.nonProxyHosts", direct());
        }
        return properties;
    }

    private void add(Map<String, String> properties, String scheme, String... variables) throws UsageException {
        Optional<String> named = first(variables);
        if (named.isEmpty()) {
            return;
        }
        URI proxy = uri(variables[0], named.get());
        properties.put(scheme + ".proxyHost", proxy.getHost());
        properties.put(scheme + ".proxyPort", Integer.toString(proxy.getPort() < 0 ? 80 : proxy.getPort()));
        String login = proxy.getRawUserInfo();
        if (login != null) {
            int colon = login.indexOf(':');
            properties.put(scheme + ".proxyUser", decoded(colon < 0 ? login : login.substring(0, colon)));
            properties.put(scheme + ".proxyPassword", decoded(colon < 0 ? "" : login.substring(colon + 1)));
        }
    }

    private static URI uri(String variable, String value) throws UsageException {
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // What is wrong with it may be its password: the message of the exception would print it.
            throw unusable(variable);
        }
        throw unusable(variable);
    }

    private static UsageException unusable(String variable) {
        return new UsageException(variable + " is no proxy: it must be like http://host:port");
    }

    /** {@code .a.example, b.example} is {@code *.a.example|b.example} there. */
    private String direct() {
        Stream<String> named = Stream.of(
                        first("no_proxy", "NO_PROXY").orElse("").split("[, ]+", -1))
                .filter(host -> !host.isEmpty())
                .map(host -> host.startsWith(".") ? "*" + host : host);
        return Stream.concat(Stream.of(ALWAYS_DIRECT), named).collect(Collectors.joining("|"));
    }

    private Optional<String> first(String... variables) {
        return Stream.of(variables)
                .flatMap(variable -> Stream.ofNullable(environment.get(variable)))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Sets them for this process, but for those that are set. */
    void apply() throws UsageException {
        Set<String> there = System.getProperties().stringPropertyNames();
        properties().forEach((name, value) -> {
            if (!there.contains(name)) {
                System.setProperty(name, value);
            }
        });
    }
}
