package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyEnvironmentTest {

    private static Map<String, String> properties(Map<String, String> environment) throws UsageException {
        return new ProxyEnvironment(environment).properties();
    }

    @Test
    void withoutAProxyNothingIsSet() throws Exception {
        assertThat(properties(Map.of("NO_PROXY", "a.example", "https_proxy", "")))
                .isEmpty();
    }

    @Test
    void hostPortAndLoginAreTakenApart() throws Exception {
        assertThat(properties(Map.of("HTTPS_PROXY", "http://me:p%40ss+@proxy.example:3128/")))
                .containsEntry("https.proxyHost", "proxy.example")
                .containsEntry("https.proxyPort", "3128")
                .containsEntry("https.proxyUser", "me")
                .containsEntry("https.proxyPassword", "p@ss+")
                .doesNotContainKey("http.proxyHost");
    }

    @Test
    void theSchemeMayBeLeftOut() throws Exception {
        assertThat(properties(Map.of("http_proxy", "proxy.example")))
                .containsEntry("http.proxyHost", "proxy.example")
                .containsEntry("http.proxyPort", "80");
    }

    @Test
    void anUpperCaseHttpProxyIsNotBelieved() throws Exception {
        assertThat(properties(Map.of("HTTP_PROXY", "http://proxy.example"))).isEmpty();
    }

    @Test
    void whatIsDirectIsHandedOn() throws Exception {
        assertThat(properties(Map.of("https_proxy", "proxy.example", "NO_PROXY", "a.example, .b.example")))
                .containsEntry("http.nonProxyHosts", "localhost|127.*|[::1]|a.example|*.b.example");
    }

    @Test
    void whatIsNoProxyIsNamedWithoutItsPassword() {
        assertThatThrownBy(() -> properties(Map.of("https_proxy", "http://me:sec ret@host")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("https_proxy")
                .hasMessageNotContaining("ret");
        assertThatThrownBy(() -> properties(Map.of("https_proxy", "socks5://me:secret@host")))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContaining("secret");
    }
}
