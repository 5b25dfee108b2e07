package io.freshet.cli;

/** The command line asks for something that can't be; says what, and what to write instead. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
