package io.freshet.core.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenConnectionTest {

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of(new UnknownHostException("nowhere.invalid"), "host name not found"),
                // As Java's own client has it.
                Arguments.of(
                        caused(
                                new ConnectException(),
                                caused(new ConnectException(), new UnresolvedAddressException())),
                        "host name not found"),
                Arguments.of(
                        caused(new ConnectException(), caused(new ConnectException(), new ClosedChannelException())),
                        "no connection"),
                Arguments.of(new ConnectException("https://h/?key=1 failed: Connection refused"), "connection refused"),
                Arguments.of(new ConnectException("Connection timed out"), "timed out"),
                Arguments.of(new ConnectException("Network is unreachable"), "the network does not reach it"),
                Arguments.of(new NoRouteToHostException("No route to host"), "no route to the host"),
                Arguments.of(new SocketTimeoutException("Read timed out"), "timed out"),
                Arguments.of(new HttpConnectTimeoutException("HTTP connect timed out"), "timed out"),
                Arguments.of(new SocketException("Connection reset"), "connection reset"),
                Arguments.of(new SocketException("Broken pipe"), "the connection broke"),
                Arguments.of(new EOFException("SSL peer shut down incorrectly"), "the connection broke"),
                Arguments.of(new IOException("https://h/?key=1"), "the connection broke"),
                Arguments.of(tls(new CertificateExpiredException("Not")), "TLS: its certificate has expired"),
                Arguments.of(tls(new CertificateNotYetValidException("Not")), "TLS: its certificate is not valid yet"),
                Arguments.of(
                        tls(new CertPathBuilderException("unable to find valid certification path")),
                        "TLS: nobody whom this machine trusts has signed its certificate"),
                Arguments.of(
                        tls(new CertificateException("No name matching h found")),
                        "TLS: its certificate is that of another host"),
                Arguments.of(
                        new SSLPeerUnverifiedException("Certificate for <h>"),
                        "TLS: its certificate is that of another host"),
                Arguments.of(new SSLException("Unsupported or unrecognized"), "TLS: its protocol, or its certificate"),
                Arguments.of(
                        caused(new SSLException("x"), new SocketException("Connection reset")), "connection reset"));
    }

    private static Throwable tls(Exception why) {
        return caused(new SSLHandshakeException("PKIX path building failed"), new CertificateException(why));
    }

    private static Throwable caused(Throwable outer, Throwable cause) {
        return outer.initCause(cause);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void theReasonIsInWordsAndHasNothingOfTheUrl(Throwable why, String words) {
        assertThat(BrokenConnection.words(why)).isEqualTo(words);
    }
}
