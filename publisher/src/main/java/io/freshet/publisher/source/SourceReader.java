package io.freshet.publisher.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/** Opens files of the source. */
public final class SourceReader {

    private final ReadProgress progress;
    private Optional<LibC> libC = Optional.empty();
    private boolean searched;

    /** Told of what was read; by many threads. */
    @FunctionalInterface
    public interface ReadProgress {
        /** So many more bytes were read or, where they are a hole, passed over. */
        void read(long bytes);
    }

    /** A reader that makes use of holes where the system lets it. */
    public SourceReader(ReadProgress progress) {
        this.progress = progress;
    }

    /**
     * Opens a file, unless a symbolic link took its place.
     *
     * @throws FileChanged if it is gone
     */
    public OpenFile open(SourceEntry entry) throws IOException {
        try {
            return new OpenFile(
                    this,
                    entry,
                    FileChannel.open(entry.file(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            throw new FileChanged(entry.file(), "it was removed");
        }
    }

    /** The entry as it is now, if it is a file of the same size: all else that is known of it stays true. */
    public Optional<SourceEntry> sameSize(SourceEntry entry) throws IOException {
        FileState now = FileState.read(entry.file());
        boolean same = now.mode() == entry.state().mode() && now.size() == entry.size();
        return same ? Optional.of(new SourceEntry(entry.path(), entry.file(), now, "")) : Optional.empty();
    }

    ReadProgress progress() {
        return progress;
    }

    Optional<Holes> holes(Path file) throws IOException {
        Optional<LibC> calls = libC();
        return calls.isPresent() ? Holes.of(calls.get(), file) : Optional.empty();
    }

    /** Found when the first hole is met: most sources have none, and the search takes a while. */
    private synchronized Optional<LibC> libC() {
        if (!searched) {
            searched = true;
            libC = LibC.find();
        }
        return libC;
    }
}
