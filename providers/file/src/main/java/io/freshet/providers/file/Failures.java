package io.freshet.providers.file;

import io.freshet.providers.api.AccessDenied;
import io.freshet.providers.api.ConditionUnsupported;
import io.freshet.providers.api.RequestRefused;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.providers.api.Where;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** What the file system says, in the words of the contract. */
final class Failures {
    private Failures() {}

    static StoreException translate(IOException failure, Where where) {
        return switch (failure) {
            case ClosedByInterruptException e -> new StoreInterrupted(where, e);
            case FileLockInterruptionException e -> new StoreInterrupted(where, e);
            case InterruptedIOException e -> new StoreInterrupted(where, e);
            case AccessDeniedException e ->
                new AccessDenied(
                        "no permission for " + e.getFile(), where, "check the owner and the mode of the file", e);
            case AtomicMoveNotSupportedException e ->
                new RequestRefused(
                        e.getFile() + " and " + e.getOtherFile() + " are on different file systems",
                        where,
                        "keep a store on one file system; mount the larger one over the whole directory",
                        e);
            case UnwritableDirectory e ->
                new RequestRefused(
                        "no directory can be made in " + e.getFile(), where, "name a place that can be written to", e);
            case FileAlreadyExistsException e -> inTheWay(e, where);
            case FileSystemException e -> ofReason(e, Objects.requireNonNullElse(e.getReason(), ""), where);
            default -> ofReason(failure, Objects.requireNonNullElse(failure.getMessage(), ""), where);
        };
    }

    /** Why a file couldn't be linked: some file systems know no hard links, and say so in several ways. */
    static StoreException ofLink(Exception failure, Where where) {
        String reason = failure instanceof FileSystemException e ? Objects.requireNonNullElse(e.getReason(), "") : "";
        return switch (failure) {
            case UnsupportedOperationException e -> noLinks(where, e);
            case IOException e ->
                switch (reason) {
                    case "Operation not permitted", "Operation not supported", "Function not implemented" ->
                        noLinks(where, e);
                    default -> translate(e, where);
                };
            default -> throw new IllegalArgumentException(failure);
        };
    }

    private static StoreException noLinks(Where where, Exception cause) {
        return new ConditionUnsupported("this file system has no hard links, which put-if-absent needs", where, cause);
    }

    /** The reason is the C library's text for the error number, which Java keeps to itself. */
    private static StoreException ofReason(IOException failure, String reason, Where where) {
        return switch (reason) {
            case "No space left on device", "Disk quota exceeded" ->
                new RequestRefused("the disk is full", where, "make room, then run the same command again", failure);
            case "Read-only file system" ->
                new AccessDenied("the file system is read-only", where, "mount it for writing", failure);
            case "Not a directory", "Is a directory" -> inTheWay(failure, where);
            default -> new StoreUnavailable(failure.toString(), where, failure);
        };
    }

    private static StoreException inTheWay(IOException failure, Where where) {
        return new RequestRefused(
                "something is in the way: " + failure.getMessage(),
                where,
                "look which program put it there; Freshet uses no name both for a file and for a directory",
                failure);
    }
}
