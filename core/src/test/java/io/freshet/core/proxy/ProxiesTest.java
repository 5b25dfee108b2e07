package io.freshet.core.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {

    @Test
    void eachSchemeHasItsOwn() {
        Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://a:3128", "http_proxy", "b:8080"));
        assertThat(proxies.to("https", "host", 443)).contains(URI.create("http://a:3128"));
        assertThat(proxies.to("http", "host", 80)).contains(URI.create("http://b:8080"));
    }

    @Test
    void smallLettersComeFirst() {
        Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://a:1", "https_proxy", "http://b:1"));
        assertThat(proxies.to("https", "host", 443)).contains(URI.create("http://b:1"));
    }

    @Test
    void whatIsEmptyIsNone() {
        assertThat(Proxies.of(Map.of("HTTPS_PROXY", " ", "NO_PROXY", ""))).isEqualTo(Proxies.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        *                  | a.example     | 80   | true
        example            | a.example     | 80   | true
        .a.example         | a.example     | 80   | true
        *.a.example        | b.a.example   | 80   | true
        a.example          | bba.example   | 80   | false
        A.example          | a.EXAMPLE     | 80   | true
        b.example,a.example| a.example     | 80   | true
        b.example a.example| a.example     | 80   | true
        a.example:8080     | a.example     | 8080 | true
        a.example:8080     | a.example     | 80   | false
        10.0.0.0/8         | 10.200.3.4    | 80   | true
        10.0.0.0/8         | 11.0.0.1      | 80   | false
        10.0.0.0/8         | ten.example   | 80   | false
        192.168.3.0/23     | 192.168.2.9   | 80   | true
        127.0.0.1          | 127.0.0.1     | 80   | true
        fd00::/8           | [fd12::1]     | 80   | true
        [::1]:8080         | [::1]         | 8080 | true
        ::1                | [::1]         | 80   | true
        10.0.0.0/8         | fd12::1       | 80   | false
        """)
    void someHostsAreAskedDirectly(String list, String host, int port, boolean direct) {
        Proxies proxies = Proxies.of(Map.of("http_proxy", "p:1", "no_proxy", list));
        assertThat(proxies.to("http", host, port).isEmpty()).isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"socks5://me:hush@host:1080", "http://me:hush@", "me:hush@ho st:80", "http://me:hush@ho st"})
    void whatIsNoProxyIsRefusedWithoutItsPassword(String value) {
        assertThatThrownBy(() -> Proxies.of(Map.of("https_proxy", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https_proxy")
                .hasMessageContaining("http://host:3128")
                .hasMessageNotContaining("hush");
    }
}
