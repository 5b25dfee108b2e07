package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.lookup.ChunkTable;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.frame.Stream;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;

/**
 * Finds known chunks. Chunks are asked for in the order of the new index, and first sought where they most likely are: at
 * the same offset of the same path, then behind the chunk that was found last (a file that moved, grew at its beginning
 * or was merged into another), and only then by their ids anywhere. The first two read the known chunks from front to
 * back. What is to be written again may have been, by an interrupted run: that is looked for by id, too.
 */
public final class ChunkFinder {

    /** The chunk is not known. */
    public static final long NEW = -1;

    /** The chunk is known, but where it lies is not to be relied on: it is to be written again. */
    public static final long AGAIN = -2;

    private static final int WINDOW = 48 << 10;

    private final DroppedFrames dropped;
    private final long count;
    private final long parents;
    private final ChunkTable table;
    private final LeftOverChunks leftOver;
    private final KnownDeltas.Finder deltas;
    private final PlaceCursor inPlace;
    private final Spool.Reader following;
    private final Spool.Reader anywhere;

    private long next;
    /** The delta frame that the chunk which was found last lay in only, if it is to be written again; negative if not. */
    private long only;

    ChunkFinder(
            KnownFiles files,
            Spool chunks,
            long count,
            long parents,
            ChunkTable table,
            LeftOverChunks leftOver,
            DroppedFrames dropped,
            KnownDeltas.Finder deltas) {
        this.dropped = dropped;
        this.count = count;
        this.parents = parents;
        this.table = table;
        this.leftOver = leftOver;
        this.deltas = deltas;
        this.inPlace = new PlaceCursor(files, chunks);
        this.following = chunks.reader(WINDOW);
        this.anywhere = chunks.reader(KnownChunk.BYTES);
    }

    /** A component begins. */
    public void startComponent(String name) {
        inPlace.startComponent(name);
    }

    /** A file begins, behind all that were before it in this component. */
    public void startFile(EntryPath path) throws IOException {
        inPlace.startFile(path);
    }

    /**
     * Where the chunk at {@code offset} of the present file lies: a place in {@link Stream#KNOWN} or
     * {@link Stream#KNOWN_DELTA} as {@link ChunkAt} writes it, or {@link #NEW} or {@link #AGAIN}.
     */
    public long find(Digest id, long offset) throws IOException {
        if (count == 0) {
            return NEW;
        }
        if (inPlace.reach(offset)) {
            int at = inPlace.at(1);
            if (KnownChunk.hasId(inPlace.bytes(), at, id)) {
                next = inPlace.step();
                return answer(inPlace.bytes(), at);
            }
        }
        if (next < count) {
            int at = following.seek(next * KnownChunk.BYTES, KnownChunk.BYTES);
            if (KnownChunk.hasId(following.bytes(), at, id)) {
                next++;
                return answer(following.bytes(), at);
            }
        }
        return findAnywhere(id);
    }

    /** Takes the content of a file, piece by piece. */
    public interface Pieces {
        /** A zero run, or all bytes of a file that stands in the index. */
        void piece(Item.Piece piece) throws IOException;

        /** A chunk, and where it lies, as {@link #find} says it; {@link #number} is its. */
        void chunk(Item.Chunk chunk, long place) throws IOException;
    }

    /** Gives all of the present file as the parent has it: {@link StayingFiles} has it, too. */
    public void takeOver(Pieces to) throws IOException {
        KnownFile present = inPlace.file();
        if (present == null) {
            throw new IllegalStateException("the parent does not have this file");
        }
        if (present.inline().length > 0) {
            to.piece(new Item.Inline(present.inline()));
            return;
        }
        long offset = 0;
        while (inPlace.has(1)) {
            int at = inPlace.at(1);
            zeros(KnownChunk.offset(inPlace.bytes(), at) - offset, to);
            Item.Chunk chunk = KnownChunk.item(inPlace.bytes(), at);
            offset = KnownChunk.offset(inPlace.bytes(), at) + chunk.size();
            next = inPlace.step();
            to.chunk(chunk, answer(inPlace.bytes(), at));
        }
        zeros(present.size() - offset, to);
    }

    /** What lies between chunks are zeros. */
    private static void zeros(long length, Pieces to) throws IOException {
        if (length > 0) {
            to.piece(new Item.Zeros(length));
        }
    }

    /**
     * Where the known chunk that was found last lies once more: a place in {@link Stream#KNOWN_DELTA} as {@link ChunkAt}
     * writes it; negative if it does not.
     */
    public long delta() throws IOException {
        return only >= 0 ? only : deltas.find(number());
    }

    /** Whether the known chunk that was found last is one of the parent, and not only of an interrupted run. */
    public boolean inParent() {
        return number() < parents;
    }

    /** Number of the known chunk that was found last. */
    public long number() {
        return next - 1;
    }

    private long findAnywhere(Digest id) throws IOException {
        long number = table.find(id.word(0));
        if (number == ChunkTable.NONE) {
            return NEW;
        }
        int at = anywhere.seek(number * KnownChunk.BYTES, KnownChunk.BYTES);
        if (!KnownChunk.hasId(anywhere.bytes(), at, id)) {
            return NEW;
        }
        next = number + 1;
        return answer(anywhere.bytes(), at);
    }

    private long answer(byte[] bytes, int at) throws IOException {
        boolean isDropped = dropped.holds(bytes, at);
        only = isDropped && KnownChunk.isDelta(bytes, at) ? KnownChunk.place(bytes, at) : NEW;
        return isDropped ? writtenAgain(Digest.at(bytes, at)) : KnownChunk.place(bytes, at);
    }

    private long writtenAgain(Digest id) throws IOException {
        long number = leftOver.find(id);
        if (number == ChunkTable.NONE) {
            return AGAIN;
        }
        int at = anywhere.seek(number * KnownChunk.BYTES, KnownChunk.BYTES);
        return KnownChunk.hasId(anywhere.bytes(), at, id) ? KnownChunk.place(anywhere.bytes(), at) : AGAIN;
    }
}
