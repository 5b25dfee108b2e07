package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a publication needs to make deltas: where the parent's data lie, if they do, and the sketches of its pages, if they were kept.
 * Keeps those of the new snapshot for the next one. For one run.
 */
public final class Sketches implements AutoCloseable {

    private final Optional<Path> base;
    private final Path file;
    private final Optional<Digest> parent;
    private final SketchLog log;

    /**
     * @param base the parent's data: a file-system snapshot, or a copy; without it, no deltas are made, and sketches are kept
     * @param file where sketches are kept
     * @param parent digest of the manifest that the channel points to, if any
     */
    public Sketches(Optional<Path> base, Path file, Optional<Digest> parent, Path directory) throws IOException {
        this.base = base;
        this.file = file;
        this.parent = parent;
        this.log = new SketchLog(directory);
    }

    /** The parent's data, if they are at hand. */
    Optional<Path> base() {
        return base;
    }

    /** Those of the parent; empty if they were not kept. */
    SketchLog parents(Path directory) throws IOException {
        return parent.isPresent() ? SketchCache.load(file, parent.get(), directory) : new SketchLog(directory);
    }

    /** The sketch of the next chunk. */
    void add(int[] sketch) throws IOException {
        log.add(sketch, 0);
    }

    /** Keeps what was added: it is the sketches of the release with this manifest. */
    public void save(Digest manifest) throws IOException {
        SketchCache.save(file, manifest, log);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
