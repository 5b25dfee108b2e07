package io.freshet.core.proxy;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLException;

/** Why a server could not be asked, in words of ours: those of others may have its URL in them, and secrets in that. */
public final class BrokenConnection {

    private BrokenConnection() {}

    /** The words. */
    public static String words(Throwable why) {
        return switch (why) {
            case UnknownHostException _ -> "its host is not known";
            case SSLException _ -> "no TLS connection: its certificate, or its protocol";
            case ConnectException _ -> "no connection";
            case SocketTimeoutException _ -> "no answer in time";
            case HttpTimeoutException _ -> "no answer in time";
            default -> "the connection broke (" + why.getClass().getSimpleName() + ")";
        };
    }
}
