package io.freshet.core.timestamp;

import java.io.IOException;

/** A timestamp that is none, or that proves nothing to whoever looks at it. */
public abstract sealed class TimestampException extends IOException {

    private static final long serialVersionUID = 1;

    private TimestampException(String name, String reason) {
        super(name + ": " + reason);
    }

    /** It is not built as RFC 3161 says. */
    public static final class Malformed extends TimestampException {
        Malformed(String name, String reason) {
            super(name, "is no timestamp as RFC 3161 has it: " + reason);
        }
    }

    /** The authority gave none. */
    public static final class NotGranted extends TimestampException {
        NotGranted(String name, String reason) {
            super(name, "gave no timestamp: " + reason);
        }
    }

    /** It is a timestamp of something else, or an answer to another query. */
    public static final class OfSomethingElse extends TimestampException {
        OfSomethingElse(String name, String reason) {
            super(name, reason);
        }
    }

    /** Its signature is wrong, or made by what may not make timestamps. */
    public static final class BadSignature extends TimestampException {
        BadSignature(String name, String reason) {
            super(name, "is not signed as a timestamp must be: " + reason);
        }
    }

    /** Who signed it is vouched for by none of the roots that were given. */
    public static final class UnknownAuthority extends TimestampException {
        UnknownAuthority(String name, String reason) {
            super(name, "no chain of certificates leads from its signer to one of the roots: " + reason);
        }
    }
}
