package io.freshet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns whatever a verb throws into a line for a human and a code for a script. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        ExitCode exit = classify(thrown);
        PrintWriter err = command.getErr();
        err.println("freshet: " + describe(thrown));
        if (exit == ExitCode.INTERNAL) {
            thrown.printStackTrace(err);
        }
        err.flush();
        return exit.code();
    }

    static ExitCode classify(Throwable thrown) {
        return switch (thrown) {
            case InterruptedException _ -> ExitCode.INTERRUPTED;
            case IOException _ -> ExitCode.LOCAL;
            default -> ExitCode.INTERNAL;
        };
    }

    private static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        // The message of these is the path alone.
        boolean bare = thrown instanceof java.nio.file.FileSystemException;
        return message == null || bare ? thrown.toString() : message;
    }
}
