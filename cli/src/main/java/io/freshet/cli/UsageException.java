package io.freshet.cli;

/** The command line asks for something that can't be; says what, and what to write instead. */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    /** Says it. */
    public UsageException(String message) {
        super(message);
    }
}
