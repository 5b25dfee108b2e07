package io.freshet.witness.http;

import io.freshet.core.proxy.Proxies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** The proxies that mirrors and buckets are asked through, too. */
final class ProxyFromEnvironment extends ProxySelector {

    private final Proxies proxies;

    ProxyFromEnvironment(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI to) {
        return proxies.to(to.getScheme(), to.getHost(), to.getPort())
                .map(proxy -> new Proxy(
                        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), Proxies.port(proxy))))
                .map(List::of)
                .orElse(List.of(Proxy.NO_PROXY));
    }

    /** The request fails, and says so. */
    @Override
    public void connectFailed(URI to, SocketAddress proxy, IOException why) {}
}
