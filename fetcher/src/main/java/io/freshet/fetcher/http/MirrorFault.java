package io.freshet.fetcher.http;

import io.freshet.core.proxy.BrokenConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.jspecify.annotations.Nullable;

/** Why a mirror did not give what it was asked for. Says which mirror, which object, and what the server called it. */
public abstract sealed class MirrorFault extends IOException {

    private static final long serialVersionUID = 1;

    private final transient Mirror mirror;
    private final String object;
    private final Optional<String> requestId;
    private final String reason;

    private MirrorFault(Asked asked, String reason, @Nullable Throwable cause) {
        super(asked.mirror() + ": " + asked.object() + ": " + reason + asked.idText(), cause);
        this.mirror = asked.mirror();
        this.object = asked.object();
        this.requestId = asked.requestId();
        this.reason = reason;
    }

    /** Thousands are kept where a mirror lacks all that it is asked for, and where they were made says nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** What was asked of whom, and the id that the server gave the request. */
    record Asked(Mirror mirror, String object, Optional<String> requestId) {
        String idText() {
            return requestId.map(id -> " (request id " + id + ")").orElse("");
        }
    }

    /** The mirror. */
    public Mirror mirror() {
        return mirror;
    }

    /** The object, with the range where there was one. */
    public String object() {
        return object;
    }

    /** The server's own name for the request, for its operator. */
    public Optional<String> requestId() {
        return requestId;
    }

    /** What went wrong, without place. */
    public String reason() {
        return reason;
    }

    /** Whether the same request may go well later. */
    public abstract boolean passing();

    /** No connection, or it broke, or TLS failed. */
    public static final class Unreachable extends MirrorFault {
        Unreachable(Asked asked, IOException cause) {
            super(asked, BrokenConnection.words(cause) + peer(cause), cause);
        }

        /** Who refused: a proxy, maybe. */
        private static String peer(IOException cause) {
            return cause instanceof HttpHostConnectException refused && refused.getHost() != null
                    ? " (" + refused.getHost().getHostName() + ":"
                            + refused.getHost().getPort() + ")"
                    : "";
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /** Nothing came for too long, or too little. */
    public static final class Stalled extends MirrorFault {
        Stalled(Asked asked, String reason) {
            super(asked, reason, null);
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /** 404 or 410, or 403 as some buckets say to those who may not list: the mirror lags, or never had it. */
    public static final class Missing extends MirrorFault {
        private final int status;

        Missing(Asked asked, int status) {
            super(
                    asked,
                    "is not there (status " + status + "): this mirror lags or is not a copy of the repository",
                    null);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        @Override
        public boolean passing() {
            return false;
        }
    }

    /** The server asks for patience: 429 or 503. */
    public static final class Throttled extends MirrorFault {
        private final Duration retryAfter;

        Throttled(Asked asked, int status, Duration retryAfter) {
            super(asked, "asks to slow down (status " + status + ")", null);
            this.retryAfter = retryAfter;
        }

        /** For how long; zero where it did not say. */
        public Duration retryAfter() {
            return retryAfter;
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /** An answer that does not fit the question: 200 to a range, another range, another length, a status like 500. */
    public static final class WrongAnswer extends MirrorFault {
        private final boolean passing;

        WrongAnswer(Asked asked, String reason, boolean passing) {
            super(asked, reason, null);
            this.passing = passing;
        }

        @Override
        public boolean passing() {
            return passing;
        }
    }

    /** A whole object has more bytes than it may have, or no end. */
    public static final class TooLarge extends MirrorFault {
        private final int limit;
        private final long read;

        TooLarge(Asked asked, int limit, long read) {
            super(asked, "has more than the " + limit + " bytes that it may have", null);
            this.limit = limit;
            this.read = read;
        }

        /** Bytes that it may have. */
        public int limit() {
            return limit;
        }

        /** Bytes that were read of it; none where its length was announced. */
        public long read() {
            return read;
        }

        @Override
        public boolean passing() {
            return false;
        }
    }

    /** A whole object is compressed for the way, which it was not asked for. Nothing of it was read. */
    public static final class Compressed extends MirrorFault {
        private final String encoding;

        Compressed(Asked asked, String encoding) {
            super(asked, "answered compressed (Content-Encoding: " + encoding + "), which it was not asked for", null);
            this.encoding = encoding;
        }

        /** How, in the words of the answer. */
        public String encoding() {
            return encoding;
        }

        @Override
        public boolean passing() {
            return false;
        }
    }

    /** The connection ended before all bytes were there. */
    public static final class Truncated extends MirrorFault {
        Truncated(Asked asked, long received) {
            super(asked, "the connection broke when " + received + " bytes were there", null);
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /** The bytes are not those that were signed. */
    public static final class WrongBytes extends MirrorFault {
        WrongBytes(Asked asked, String reason) {
            super(asked, "gave wrong bytes (" + reason + "), and is not asked for this object any more", null);
        }

        @Override
        public boolean passing() {
            return false;
        }
    }
}
