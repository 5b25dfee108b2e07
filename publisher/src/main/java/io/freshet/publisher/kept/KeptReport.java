package io.freshet.publisher.kept;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of the copy of a source's page files. Bytes in holes are not counted.
 *
 * @param directory where it is
 * @param limit bytes that it may take
 * @param wasThere whether there was one before
 * @param bytes that it has
 * @param written how many of them were not there before; 0 where the file system shares blocks with the source
 * @param leftOut bytes of page files that it does not have, for lack of room or since it failed
 * @param time that it took
 * @param failure why it is not what it should be; it is of use all the same
 */
public record KeptReport(
        Path directory,
        long limit,
        boolean wasThere,
        long bytes,
        long written,
        long leftOut,
        Duration time,
        Optional<IOException> failure) {}
