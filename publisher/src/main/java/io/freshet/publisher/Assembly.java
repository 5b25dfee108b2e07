package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.index.Item;
import io.freshet.publisher.cut.Batch;
import io.freshet.publisher.cut.Cut;
import io.freshet.publisher.cut.CutStage;
import io.freshet.publisher.dedupe.ChunkFinder;
import io.freshet.publisher.dedupe.RecentChunks;
import io.freshet.publisher.delta.ChunkNotes;
import io.freshet.publisher.delta.DeltaPlaces;
import io.freshet.publisher.frame.Stream;
import io.freshet.publisher.index.ContentStage;
import io.freshet.publisher.pack.FrameStage;
import io.freshet.publisher.source.SourceEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * The middle of the pipeline, where everything is in order: decides of each chunk whether it is stored, and writes it down
 * in the content index. For one thread.
 */
final class Assembly implements ChunkFinder.Pieces {

    private final CutStage source;
    private final ChunkFinder known;
    private final RecentChunks recent;
    private final FrameStage frames;
    private final ContentStage index;
    private final ChunkNotes notes;
    private final Counts counts = new Counts();
    private Path file = Path.of("");
    private long offset;

    /** What was decided. */
    static final class Counts {
        long chunks;
        long newChunks;
        long newBytes;
        long againChunks;
        long againBytes;
        long unreadFiles;
        long unreadBytes;
    }

    Assembly(
            CutStage source,
            ChunkFinder known,
            RecentChunks recent,
            FrameStage frames,
            ContentStage index,
            ChunkNotes notes) {
        this.source = source;
        this.known = known;
        this.recent = recent;
        this.frames = frames;
        this.index = index;
        this.notes = notes;
    }

    Counts run() throws IOException, InterruptedException {
        for (Optional<Batch> next = source.next(); next.isPresent(); next = source.next()) {
            Batch batch = next.get();
            Iterator<Digest> ids = batch.ids().iterator();
            for (Cut cut : batch.cuts()) {
                add(batch, cut, ids);
            }
            frames.endBatch();
            batch.release();
        }
        return counts;
    }

    private void add(Batch batch, Cut cut, Iterator<Digest> ids) throws IOException, InterruptedException {
        switch (cut) {
            case Cut.Component(var spec) -> {
                index.startComponent(spec);
                known.startComponent(spec.name());
            }
            case Cut.Entry(SourceEntry entry) -> {
                index.path(entry.item(), entry.modifiedAt());
                if (entry.isFile()) {
                    known.startFile(entry.path());
                    frames.startFile(entry.size());
                    file = entry.file();
                    offset = 0;
                }
            }
            case Cut.Chunk chunk -> chunk(batch, chunk, ids.next());
            case Cut.Zeros(long length) -> {
                index.add(new Item.Zeros(length));
                offset += length;
            }
            case Cut.Inline(byte[] bytes) -> index.add(new Item.Inline(bytes));
            case Cut.Unread(SourceEntry entry) -> takeOver(entry);
        }
    }

    private void takeOver(SourceEntry entry) throws IOException {
        index.path(entry.item(), entry.modifiedAt());
        known.startFile(entry.path());
        known.takeOver(this);
        counts.unreadFiles++;
        counts.unreadBytes += entry.size();
    }

    @Override
    public void piece(Item.Piece piece) throws IOException {
        index.add(piece);
    }

    @Override
    public void chunk(Item.Chunk chunk, long place) throws IOException {
        if (place < 0) {
            throw new IllegalStateException("a chunk that is to be written again was not read");
        }
        index.known(known.number());
        notes.unread(known.number());
        index.chunk(chunk, place, known.delta());
        counts.chunks++;
    }

    private void chunk(Batch batch, Cut.Chunk chunk, Digest id) throws IOException, InterruptedException {
        long place = known.find(id, offset);
        boolean isKnown = place != ChunkFinder.NEW;
        if (isKnown) {
            index.known(known.number());
        }
        boolean inParent = isKnown && known.inParent();
        long stored = inParent && place >= 0 ? ChunkFinder.NEW : recent.find(id);
        var passing = new ChunkNotes.Passing(batch.bytes(), chunk.at(), chunk.length(), chunk.grain());
        long delta = DeltaPlaces.NONE;
        if (!isKnown && stored < 0 && notes.stores(passing)) {
            count(chunk, false);
            place = notes.fresh(passing, id, file, offset, index.leaf(), false);
            recent.add(id, place);
        } else {
            if (place < 0) {
                place = stored >= 0 ? stored : store(batch, chunk, id, place == ChunkFinder.AGAIN);
            } else if (!inParent && stored < 0) {
                recent.add(id, place);
            }
            delta = inParent ? knownDelta(passing) : newDelta(passing, id, stored >= 0);
        }
        index.chunk(new Item.Chunk(id, chunk.length(), chunk.grain()), place, delta);
        counts.chunks++;
        offset += chunk.length();
    }

    /** Where a chunk of the parent lies once more. */
    private long knownDelta(ChunkNotes.Passing chunk) throws IOException {
        notes.known(known.number(), chunk);
        return known.delta();
    }

    /** Where a chunk that the parent does not have may lie once more. */
    private long newDelta(ChunkNotes.Passing chunk, Digest id, boolean isRepeated) throws IOException {
        if (isRepeated) {
            notes.other(chunk);
            return DeltaPlaces.NONE;
        }
        return notes.fresh(chunk, id, file, offset, index.leaf(), true);
    }

    private void count(Cut.Chunk chunk, boolean again) {
        if (again) {
            counts.againChunks++;
            counts.againBytes += chunk.length();
        } else {
            counts.newChunks++;
            counts.newBytes += chunk.length();
        }
    }

    private long store(Batch batch, Cut.Chunk chunk, Digest id, boolean again) throws InterruptedException {
        count(chunk, again);
        Stream stream = again ? Stream.AGAIN : Stream.FRESH;
        long place = frames.add(stream, batch, chunk.at(), chunk.length(), id);
        recent.add(id, place);
        return place;
    }
}
