package io.freshet.fetcher.seed;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.tree.Stamp;
import io.freshet.fetcher.tree.StampRows;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The files of a component as a local version has them, stepped through in path order beside the new version's: a chunk
 * that has stayed where it was is found without looking anywhere.
 */
public final class OldFiles implements AutoCloseable {

    private static final List<Item> END = List.of();
    private static final System.Logger logger = System.getLogger(OldFiles.class.getName());

    private final Path root;
    private final StampRows stamps;
    private final BlockingQueue<List<Item>> leaves = new ArrayBlockingQueue<>(2);
    private final Thread reader;
    private Iterator<Item> items = END.iterator();
    private boolean ended;
    private @Nullable Item next;

    /**
     * Begins before the first file.
     *
     * @param index where the content nodes are
     * @param contentRoot of the component
     * @param root the component's own directory in the local version
     * @param stamps of its files when they had been verified; closed with this
     */
    public OldFiles(LocalIndex index, Digest contentRoot, Path root, StampRows stamps) {
        this.root = root;
        this.stamps = stamps;
        this.reader = Thread.ofPlatform().daemon().name("old-files").start(() -> read(index, contentRoot));
    }

    /** The component's own directory. */
    public Path root() {
        return root;
    }

    /** Steps to the file at {@code path}, if the version has one; paths must rise from call to call. */
    public Optional<OldFile> at(EntryPath path) throws IOException {
        while (true) {
            Item item = peek();
            if (item == null) {
                return Optional.empty();
            }
            if (item instanceof Item.Path old) {
                int order = old.path().compareTo(path);
                if (order > 0) {
                    return Optional.empty();
                }
                if (order == 0) {
                    next = null;
                    return old instanceof Item.File file
                            ? Optional.of(new OldFile(root.resolve(path.value()), file.size(), stamps.next()))
                            : Optional.empty();
                }
                if (old instanceof Item.File) {
                    stamps.next();
                }
            }
            next = null;
        }
    }

    @Override
    public void close() {
        reader.interrupt();
        stamps.close();
    }

    /** A file of the local version, whose pieces are stepped through as well. Valid until the next step. */
    public final class OldFile {
        private final Path file;
        private final long size;
        private final Optional<Stamp> stamp;
        private long offset;

        private OldFile(Path file, long size, Optional<Stamp> stamp) {
            this.file = file;
            this.size = size;
            this.stamp = stamp;
        }

        /** Whether nobody has written to it since all of it was verified, as far as the system knows now. */
        public boolean isUntouched() {
            try {
                return stamp.isPresent() && stamp.get().equals(Stamp.of(file));
            } catch (IOException e) {
                logger.log(System.Logger.Level.DEBUG, "what can't be looked at is not trusted: " + file, e);
                return false;
            }
        }

        /** Where it lies. */
        public Path file() {
            return file;
        }

        /** How long it was when it was fetched. */
        public long size() {
            return size;
        }

        /** Whether the chunk {@code id} stood at {@code at}; offsets must rise from call to call. */
        public boolean has(Digest id, long at) throws IOException {
            while (peek() instanceof Item.Piece piece) {
                if (offset < at) {
                    offset += piece.length();
                    next = null;
                } else {
                    return offset == at
                            && piece instanceof Item.Chunk chunk
                            && chunk.id().equals(id);
                }
            }
            return false;
        }
    }

    private @Nullable Item peek() throws IOException {
        while (next == null && !ended) {
            if (items.hasNext()) {
                next = items.next();
            } else {
                List<Item> leaf = takeLeaf();
                ended = leaf.isEmpty();
                items = leaf.iterator();
            }
        }
        return next;
    }

    private List<Item> takeLeaf() throws IOException {
        try {
            return leaves.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Runs beside the stepping, until all is read or nobody takes it any more. */
    private void read(LocalIndex index, Digest contentRoot) {
        try {
            index.walk(contentRoot, leaf -> {
                put(leaf.items());
                return true;
            });
            put(END);
        } catch (InterruptedIOException e) {
            // Closed before the end: nobody waits.
        } catch (IOException e) {
            unreadable(e);
        }
    }

    /** What can't be read is as good as not there: the rest is downloaded. */
    private void unreadable(IOException e) {
        logger.log(System.Logger.Level.WARNING, "the local index can't be read any further", e);
        try {
            put(END);
        } catch (InterruptedIOException closed) {
            // Nobody waits.
        }
    }

    private void put(List<Item> leaf) throws InterruptedIOException {
        try {
            leaves.put(leaf);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("closed");
        }
    }
}
