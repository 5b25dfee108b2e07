package io.freshet.publisher.commit;

import io.freshet.core.log.TilePath;
import io.freshet.core.log.TileSink;
import io.freshet.core.log.TreeAppender;
import io.freshet.core.log.TreeHead;
import io.freshet.providers.api.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tiles and bundles that were made again from the log's sequence: those of a signed tree that were missing or damaged, and
 * those beyond it, and proofs, in whose place something else lay.
 *
 * @param count how many objects
 * @param first paths of the first of them
 */
public record RemadeTiles(long count, List<String> first) {

    /** None were. */
    public static final RemadeTiles NONE = new RemadeTiles(0, List.of());

    private static final int MOST_NAMED = 16;

    /** Copies the list. */
    public RemadeTiles {
        first = List.copyOf(first);
    }

    /** Whether there are others than {@link #first}. */
    boolean isMoreThanNamed() {
        return count > first.size();
    }

    /** This one. */
    static RemadeTiles of(String object) {
        return new RemadeTiles(1, List.of(object));
    }

    /** What was made again by and by, by any thread. */
    static final class Sum {

        private RemadeTiles all = NONE;

        synchronized void add(RemadeTiles more) {
            all = all.plus(more);
        }

        synchronized RemadeTiles get() {
            return all;
        }
    }

    /** Both. */
    public RemadeTiles plus(RemadeTiles more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(more.first);
        return new RemadeTiles(count + more.count, all.subList(0, Math.min(all.size(), MOST_NAMED)));
    }

    /**
     * Makes what the tree of {@code head}, which a checkpoint that holds has signed, lacks at a store: full tiles and
     * bundles, and of those that are not full yet all widths, as each may be that of an older checkpoint. The sequence is
     * read twice, an entry at a time: nothing is written before it has shown that it makes the signed tree.
     *
     * @param sequence who has that
     * @param store where the tiles are to be
     * @throws CommitException.LogDiffers if it makes another one
     */
    static RemadeTiles of(ObjectStore sequence, ObjectStore store, TreeHead head) throws IOException {
        Writer writer = new Writer(store);
        require(sequence, head, derive(sequence, head.size(), (path, bytes) -> {}));
        require(sequence, head, derive(sequence, head.size(), writer));
        return new RemadeTiles(writer.count, writer.first);
    }

    private static void require(ObjectStore store, TreeHead signed, TreeHead made) throws CommitException {
        if (!made.equals(signed)) {
            throw new CommitException.LogDiffers(store.url(), signed, made);
        }
    }

    private static TreeHead derive(ObjectStore store, long size, TileSink sink) throws IOException {
        TreeAppender appender = TreeAppender.begin(sink);
        LogSequence sequence = new LogSequence(store);
        long open = size - size % TilePath.FULL;
        TreeHead head = TreeHead.EMPTY;
        for (long number = 0; number < size; number++) {
            appender.append(sequence.covered(number));
            if (number >= open || appender.size() % TilePath.FULL == 0) {
                head = appender.flush();
            }
        }
        return head;
    }

    /** Writes what is not there, or is not as it must be. */
    private static final class Writer implements TileSink {

        private final ObjectStore store;
        private final List<String> first = new ArrayList<>();
        private long count;

        Writer(ObjectStore store) {
            this.store = store;
        }

        @Override
        public void write(TilePath path, byte[] bytes) throws IOException {
            TileObject tile = new TileObject(store, path, bytes);
            if (!tile.isThere()) {
                tile.replace();
                count++;
                if (first.size() < MOST_NAMED) {
                    first.add(tile.name());
                }
            }
        }
    }
}
