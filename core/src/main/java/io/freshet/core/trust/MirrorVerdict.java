package io.freshet.core.trust;

import java.io.IOException;

/** What a mirror did when it was asked for an object. */
public sealed interface MirrorVerdict {

    /** The mirror's name: its base URL. */
    String mirror();

    /** The object's path in the repository. */
    String object();

    /** It gave what is trusted now. */
    record Current(String mirror, String object, long version) implements MirrorVerdict {

        @Override
        public String toString() {
            return mirror + " is current with version " + version + " of " + object;
        }
    }

    /** It gave a valid document, but an older one than another mirror: it lags. */
    record Lagging(String mirror, String object, long version, long newest) implements MirrorVerdict {

        @Override
        public String toString() {
            return mirror + " lags with version " + version + " of " + object + ", the newest being " + newest;
        }
    }

    /** It gave something that must not be trusted. */
    record Refused(String mirror, String object, TrustException reason) implements MirrorVerdict {

        @Override
        public String toString() {
            return mirror + " was refused: " + reason.getMessage();
        }
    }

    /**
     * It does not have the object.
     *
     * @param answer what it answered, for people, like a status; may be empty
     */
    record Absent(String mirror, String object, String answer) implements MirrorVerdict {

        @Override
        public String toString() {
            return mirror + " does not have " + object + (answer.isEmpty() ? "" : " (" + answer + ")");
        }
    }

    /** It could not be asked, or broke off. */
    record Unreachable(String mirror, String object, IOException reason) implements MirrorVerdict {

        @Override
        public String toString() {
            return mirror + " did not answer for " + object + ": " + reason.getMessage();
        }
    }
}
