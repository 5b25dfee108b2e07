package io.freshet.fetcher.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What is another one as soon as somebody writes to a file, by whatever means, or puts another in its place. Nobody can set
 * it back while the system runs: it keeps the time itself. After a power cut it may be an old one.
 *
 * @param inode its number in the file system
 * @param changed when its bytes or its attributes changed, in nanoseconds since 1970
 */
public record Stamp(long inode, long changed) {

    /** The stamp of a file, as it is now. */
    public static Stamp of(Path file) throws IOException {
        Map<String, Object> values = Files.readAttributes(file, "unix:ino,ctime", LinkOption.NOFOLLOW_LINKS);
        return new Stamp(
                (Long) Objects.requireNonNull(values.get("ino")),
                ((FileTime) Objects.requireNonNull(values.get("ctime"))).to(TimeUnit.NANOSECONDS));
    }
}
