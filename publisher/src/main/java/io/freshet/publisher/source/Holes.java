package io.freshet.publisher.source;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells where the data of a sparse file are, so that its holes need not be read. Where the system can't tell, every byte
 * counts as data.
 */
public final class Holes implements AutoCloseable {

    private final LibC libC;
    private final int descriptor;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment callState;

    private Holes(LibC libC, int descriptor) {
        this.libC = libC;
        this.descriptor = descriptor;
        this.callState = libC.callState(arena);
    }

    /** Looks into a file; empty where the system does not let us. For one thread. */
    public static Optional<Holes> of(LibC libC, Path file) throws IOException {
        int descriptor = libC.open(file);
        return descriptor < 0 ? Optional.empty() : Optional.of(new Holes(libC, descriptor));
    }

    /**
     * Offset of the first byte at or behind {@code from} that is not in a hole.
     *
     * @param size of the file, which is the answer if there is none
     */
    public long nextData(long from, long size) throws IOException {
        long data = libC.nextData(descriptor, from, callState);
        if (data >= 0) {
            return data;
        }
        return libC.nothingThere(callState) ? size : from;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        libC.close(descriptor);
    }
}
