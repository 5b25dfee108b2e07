package io.freshet.publisher.source;

import io.freshet.core.index.ModifiedAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What tells whether a file is still the one that was read.
 *
 * @param mode type and permissions, as {@code stat} gives them
 * @param size in bytes
 * @param modified when its bytes changed
 * @param changed when its bytes or its attributes changed; nobody can set that back
 * @param inode its number in the file system
 * @param device number of the file system, as the system has it now
 */
public record FileState(int mode, long size, Instant modified, Instant changed, long inode, long device) {

    private static final String ATTRIBUTES = "unix:mode,size,lastModifiedTime,ctime,ino,dev";

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;

    /** Reads the state of what is at {@code path}, a link being the link itself. */
    static FileState read(Path path) throws IOException {
        Map<String, Object> values = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        return new FileState(
                (Integer) value(values, "mode"),
                (Long) value(values, "size"),
                ((FileTime) value(values, "lastModifiedTime")).toInstant(),
                ((FileTime) value(values, "ctime")).toInstant(),
                (Long) value(values, "ino"),
                (Long) value(values, "dev"));
    }

    private static Object value(Map<String, Object> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isFile() {
        return (mode & TYPE) == FILE;
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    /** What a location leaf says of the time. */
    ModifiedAt modifiedAt() {
        return new ModifiedAt(modified.getEpochSecond(), modified.getNano());
    }

    /** What differs in a later state of the same file, in words; empty if nothing does. */
    Optional<String> difference(FileState later) {
        if (later.inode != inode || (later.mode & TYPE) != (mode & TYPE)) {
            return Optional.of("another file took its place");
        }
        if (later.size != size) {
            return Optional.of("it had " + size + " bytes, and then " + later.size);
        }
        if (!later.modified.equals(modified)) {
            return Optional.of("it was written to at " + later.modified);
        }
        if (!later.changed.equals(changed)) {
            return Optional.of("its attributes changed at " + later.changed);
        }
        return Optional.empty();
    }
}
