package io.freshet.fetcher.http;

import io.freshet.core.ToolVersion;
import io.freshet.core.proxy.Proxies;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/** What all our requests have in common: limits of time and of heads, TLS, proxies, and nothing that happens by itself. */
final class HttpSetup {

    private static final int MAX_HEADER_LINE = 16 << 10;
    private static final int MAX_HEADERS = 200;
    private static final int MAX_REDIRECTS = 5;

    private HttpSetup() {}

    static HttpClientBuilder client(HttpLimits limits, Proxies proxies) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .useSystemProperties()
                .setTlsSocketStrategy(new SystemTls())
                .setConnectionFactory(boundedHeads())
                .setMaxConnTotal(limits.total())
                .setMaxConnPerRoute(limits.total())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(limits.connect()))
                        .setSocketTimeout(timeout(limits.stall()))
                        .setValidateAfterInactivity(timeout(Duration.ofSeconds(2)))
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(timeout(limits.stall()))
                        .setTcpNoDelay(true)
                        .build())
                .build();
        HttpClientBuilder client = HttpClients.custom()
                .setConnectionManager(connections)
                .setUserAgent("freshet/" + ToolVersion.current())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setMaxRedirects(MAX_REDIRECTS)
                        .setProtocolUpgradeEnabled(false)
                        .setConnectionRequestTimeout(Timeout.DISABLED)
                        .build())
                .useSystemProperties()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement();
        ProxyRoutes.lead(client, proxies);
        return client;
    }

    /** Connections on which the head of an answer has an end. */
    private static ManagedHttpClientConnectionFactory boundedHeads() {
        return ManagedHttpClientConnectionFactory.builder()
                .http1Config(Http1Config.custom()
                        .setMaxLineLength(MAX_HEADER_LINE)
                        .setMaxHeaderCount(MAX_HEADERS)
                        .build())
                .build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }
}
