package io.freshet.core.trust;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A private key that lies elsewhere and does not sign. Says which, why, and what to do; never a PIN or a password. */
public abstract sealed class SignerException extends IOException {

    private static final long serialVersionUID = 1;

    private final String key;

    private SignerException(String key, String problem, String advice, @Nullable Throwable cause) {
        super(key + ": " + problem + "; " + advice, cause);
        this.key = key;
    }

    /** The URI of the key. */
    public String key() {
        return key;
    }

    /** The URI can't be understood, or nothing here knows its scheme. */
    public static final class Invalid extends SignerException {

        private static final long serialVersionUID = 1;

        public Invalid(String key, String problem, String advice) {
            super(key, problem, advice, null);
        }
    }

    /** There is no such key, token or module, or it is of a type that signs nothing here. */
    public static final class NotFound extends SignerException {

        private static final long serialVersionUID = 1;

        public NotFound(String key, String problem, String advice, @Nullable Throwable cause) {
            super(key, problem, advice, cause);
        }
    }

    /** The key is there and refuses: a wrong PIN, missing rights, a key that is disabled. */
    public static final class Denied extends SignerException {

        private static final long serialVersionUID = 1;

        public Denied(String key, String problem, String advice, @Nullable Throwable cause) {
            super(key, problem, advice, cause);
        }
    }

    /** No answer, or one that may be another the next time: a service that is down, a token that was pulled out. */
    public static final class Unreachable extends SignerException {

        private static final long serialVersionUID = 1;

        public Unreachable(String key, String problem, String advice, @Nullable Throwable cause) {
            super(key, problem, advice, cause);
        }
    }
}
