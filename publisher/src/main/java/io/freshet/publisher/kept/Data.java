package io.freshet.publisher.kept;

import io.freshet.publisher.source.Holes;
import io.freshet.publisher.source.LibC;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a file has data, window by window; all else is a hole. Where the system can't tell, it has data everywhere. */
final class Data implements AutoCloseable {

    /** A multiple of every page that can be a base, so that none lies in two windows. */
    static final int WINDOW = 1 << 20;

    /** There are no more data. */
    static final long NONE = Long.MAX_VALUE;

    private final Optional<Holes> holes;
    private final long size;

    private Data(Optional<Holes> holes, long size) {
        this.holes = holes;
        this.size = size;
    }

    static Data of(Optional<LibC> libC, Path file, long size) throws IOException {
        return new Data(libC.isPresent() ? Holes.of(libC.get(), file) : Optional.empty(), size);
    }

    /** Bytes of all windows of a file that have data. */
    static long bytes(Optional<LibC> libC, Path file, long size) throws IOException {
        long bytes = 0;
        try (Data data = of(libC, file, size)) {
            for (long at = data.next(0); at != NONE; at = data.next(at + WINDOW)) {
                bytes += Math.min(WINDOW, size - at);
            }
        }
        return bytes;
    }

    /** Where the first window with data begins, at or behind {@code from}, which is where one begins. */
    long next(long from) throws IOException {
        if (from >= size) {
            return NONE;
        }
        long at = holes.isPresent() ? holes.get().nextData(from, size) : from;
        return at >= size ? NONE : at - at % WINDOW;
    }

    @Override
    public void close() throws IOException {
        if (holes.isPresent()) {
            holes.get().close();
        }
    }
}
