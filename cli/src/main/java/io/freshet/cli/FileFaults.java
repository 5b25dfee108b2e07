package io.freshet.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;

/** What went wrong with a file of this machine, in words: to Java it is a path, and the name of a class. */
final class FileFaults {

    private FileFaults() {}

    /** The words, after the path. */
    static String words(FileSystemException fault) {
        String what = switch (fault) {
            case NoSuchFileException _ -> "there is no such file, and no directory in which to make it; check the path";
            case AccessDeniedException _ -> "no permission; check who owns it, and its mode";
            case FileAlreadyExistsException _ -> "is there already, as something else; check the path";
            case NotDirectoryException _ -> "is no directory; check the path";
            case DirectoryNotEmptyException _ -> "is a directory that is not empty; name another, or clear it";
            case FileSystemLoopException _ -> "its links lead back to themselves; mend them";
            case NotLinkException _ -> "is no link; check the path";
            case AtomicMoveNotSupportedException move ->
                "is on another file system than " + move.getOtherFile() + "; keep both on one";
            default -> reason(fault);
        };
        return (fault.getFile() == null ? "a file" : fault.getFile()) + ": " + what;
    }

    /** The operating system's own words for all else: a full disk, a file system that is read-only. */
    private static String reason(FileSystemException fault) {
        return fault.getReason() == null ? "the operating system refused it" : fault.getReason();
    }
}
