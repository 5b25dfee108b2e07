package io.freshet.core.proxy;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why a server could not be asked, in words of ours: those of others may have its URL in them, and secrets in that, or are
 * names of Java's.
 */
public final class BrokenConnection {

    private static final int MOST_CAUSES = 16;

    private BrokenConnection() {}

    /** The words. */
    public static String words(Throwable why) {
        return causes(why).flatMap(cause -> known(cause).stream()).findFirst().orElseGet(() -> switch (why) {
            case SSLException _ -> "TLS: its protocol, or its certificate";
            default -> "the connection broke";
        });
    }

    /** The innermost says most. */
    private static Stream<Throwable> causes(Throwable why) {
        return Stream.iterate(why, cause -> cause != null, Throwable::getCause)
                .limit(MOST_CAUSES)
                .toList()
                .reversed()
                .stream();
    }

    private static Optional<String> known(Throwable cause) {
        return switch (cause) {
            case UnknownHostException _ -> Optional.of("host name not found");
            case UnresolvedAddressException _ -> Optional.of("host name not found");
            case CertificateExpiredException _ -> Optional.of("TLS: its certificate has expired");
            case CertificateNotYetValidException _ -> Optional.of("TLS: its certificate is not valid yet");
            case CertPathBuilderException _ ->
                Optional.of("TLS: nobody whom this machine trusts has signed its certificate");
            case SSLPeerUnverifiedException _ -> Optional.of("TLS: its certificate is that of another host");
            case CertificateException wrong
            when says(wrong, "No name matching", "No subject alternative") ->
                Optional.of("TLS: its certificate is that of another host");
            case NoRouteToHostException _ -> Optional.of("no route to the host");
            case SocketTimeoutException _ -> Optional.of("timed out");
            case HttpTimeoutException _ -> Optional.of("timed out");
            case SocketException broken when says(broken, "timed out") -> Optional.of("timed out");
            case SocketException broken
            when says(broken, "unreachable") -> Optional.of("the network does not reach it");
            case ConnectException refused when says(refused, "refused") -> Optional.of("connection refused");
            // Java's own client does not say why: nobody listens there, or something on the way lets nothing through.
            case ConnectException _ -> Optional.of("no connection");
            case SocketException broken when says(broken, "reset") -> Optional.of("connection reset");
            default -> Optional.empty();
        };
    }

    private static boolean says(Throwable cause, String... words) {
        String message = String.valueOf(cause.getMessage());
        return Stream.of(words).anyMatch(message::contains);
    }
}
