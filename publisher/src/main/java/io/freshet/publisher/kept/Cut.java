package io.freshet.publisher.kept;

import io.freshet.publisher.source.LibC;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Cuts copies to what they will be, file by file in the order in which they are brought up to date: then they never take
 * more in all than they may, although one grows before another shrinks.
 */
final class Cut {

    private final Optional<LibC> libC;
    private long left;

    /** @param limit bytes that all copies may take */
    Cut(Optional<LibC> libC, long limit) {
        this.libC = libC;
        this.left = limit;
    }

    /** Cuts the copy of the next file, if there is one. */
    void next(PageFile file, Path copy) throws IOException {
        if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            left -= Math.min(left, file.bytes());
            return;
        }
        long end;
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            end = end(file.file(), copy, channel.size());
            channel.truncate(end);
        }
        if (end == 0) {
            Files.delete(copy);
        }
    }

    private long end(Path file, Path copy, long had) throws IOException {
        long size = Files.size(file);
        long end = 0;
        try (Data data = Data.of(libC, file, size);
                Data copied = Data.of(libC, copy, had)) {
            Windows windows = new Windows(data, copied, size);
            while (left > 0 && windows.next()) {
                int taken = (int) Math.min(left, windows.count());
                left -= taken;
                end = windows.at() + taken;
            }
        }
        return end;
    }
}
