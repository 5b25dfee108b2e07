package io.freshet.fetcher.http;

import io.freshet.core.proxy.Proxies;
import java.net.URI;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Leads requests through {@link Proxies}. */
final class ProxyRoutes extends DefaultRoutePlanner {

    private final Proxies proxies;

    private ProxyRoutes(Proxies proxies) {
        super(null);
        this.proxies = proxies;
    }

    /** Has a client go through these proxies; where the environment says nothing, Java's own properties hold. */
    static void lead(HttpClientBuilder client, Proxies proxies) {
        if (!proxies.equals(Proxies.NONE)) {
            ProxyRoutes routes = new ProxyRoutes(proxies);
            client.setRoutePlanner(routes).setDefaultCredentialsProvider(routes.credentials());
        }
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
        int port = Proxies.port(target.getSchemeName(), target.getPort());
        return proxies.to(target.getSchemeName(), target.getHostName(), port)
                .map(ProxyRoutes::host)
                .orElse(null);
    }

    /** What the proxies are told who asks for a name and a password. */
    private CredentialsProvider credentials() {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        proxies.http().ifPresent(proxy -> add(provider, proxy));
        proxies.https().ifPresent(proxy -> add(provider, proxy));
        return provider;
    }

    private static void add(BasicCredentialsProvider provider, URI proxy) {
        Proxies.user(proxy)
                .ifPresent(user -> provider.setCredentials(
                        new AuthScope(host(proxy)),
                        new UsernamePasswordCredentials(
                                user, Proxies.password(proxy).toCharArray())));
    }

    private static HttpHost host(URI proxy) {
        return new HttpHost(proxy.getScheme(), proxy.getHost(), Proxies.port(proxy));
    }
}
