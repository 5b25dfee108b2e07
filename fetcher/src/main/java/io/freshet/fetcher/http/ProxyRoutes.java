package io.freshet.fetcher.http;

import io.freshet.core.proxy.Proxies;
import java.net.URI;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Leads requests through {@link Proxies}. */
final class ProxyRoutes extends DefaultRoutePlanner {

    private final Proxies proxies;

    ProxyRoutes(Proxies proxies) {
        super(null);
        this.proxies = proxies;
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
        int port = Proxies.port(target.getSchemeName(), target.getPort());
        return proxies.to(target.getSchemeName(), target.getHostName(), port)
                .map(ProxyRoutes::host)
                .orElse(null);
    }

    /** What the proxies are told who asks for a name and a password. */
    CredentialsProvider credentials() {
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
