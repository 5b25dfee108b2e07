package io.freshet.core.trust;

import java.io.IOException;
import java.nio.file.Path;

/** A key file that cannot or must not be used. Says which, why, and what to do; never what is in it. */
public abstract sealed class KeyFileException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient Path file;

    private KeyFileException(Path file, String problem) {
        super(file + ": " + problem);
        this.file = file;
    }

    /** Which file. */
    public Path file() {
        return file;
    }

    /** There is no such file. */
    public static final class Missing extends KeyFileException {

        private static final long serialVersionUID = 1;

        Missing(Path file) {
            super(file, "there is no such key; bring it here, or run the command where the key is");
        }
    }

    /** There is no file with the passphrase. */
    public static final class NoPassphrase extends KeyFileException {

        private static final long serialVersionUID = 1;

        NoPassphrase(Path file) {
            super(file, "there is no such file; name the one whose first line is the passphrase");
        }
    }

    /** There is a file of that name already; keys are never overwritten. */
    public static final class Exists extends KeyFileException {

        private static final long serialVersionUID = 1;

        public Exists(Path file) {
            super(file, "exists already, and a key is never overwritten; choose another name or directory");
        }
    }

    /** Others than its owner may read or write the file. */
    public static final class TooOpen extends KeyFileException {

        private static final long serialVersionUID = 1;

        private final String permissions;

        TooOpen(Path file, String permissions) {
            super(file, "others than its owner may use it (" + permissions + "); chmod 600 " + file);
            this.permissions = permissions;
        }

        /** What it permits, like {@code rw-r--r--}. */
        public String permissions() {
            return permissions;
        }
    }

    /** The key is encrypted, and no passphrase was given. */
    public static final class NeedsPassphrase extends KeyFileException {

        private static final long serialVersionUID = 1;

        NeedsPassphrase(Path file) {
            super(file, "is encrypted; name the file that holds its passphrase");
        }
    }

    /** The passphrase does not open the key, or can't be one. */
    public static final class WrongPassphrase extends KeyFileException {

        private static final long serialVersionUID = 1;

        WrongPassphrase(Path file, String problem) {
            super(file, problem);
        }
    }

    /** The file does not hold a key of a type that signs here, in PKCS#8 PEM. */
    public static final class Unreadable extends KeyFileException {

        private static final long serialVersionUID = 1;

        Unreadable(Path file, String problem) {
            super(file, problem);
        }
    }
}
