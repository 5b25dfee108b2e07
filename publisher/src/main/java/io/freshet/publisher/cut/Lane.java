package io.freshet.publisher.cut;

import io.freshet.core.Digest;
import io.freshet.core.chunk.FileCutter;
import io.freshet.core.chunk.Gear;
import io.freshet.core.chunk.Profile;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.source.FileChanged;
import io.freshet.publisher.source.Holes;
import io.freshet.publisher.source.OpenFile;
import io.freshet.publisher.source.SourceEntry;
import io.freshet.publisher.source.SourceReader;
import java.io.IOException;
import java.util.Optional;

/** Reads and cuts one job after the other, with buffers of its own. */
final class Lane {

    private static final int BLOCK = 4096;

    private final SourceReader reader;
    private final Profile profile;
    private final Gear gear;
    private final CutLimits limits;
    private final EarlierChunks earlier;
    private final Crew crew;
    private final BufferPool pool;

    Lane(SourceReader reader, Profile profile, Gear gear, CutLimits limits, EarlierChunks earlier, Crew crew) {
        this.reader = reader;
        this.profile = profile;
        this.gear = gear;
        this.limits = limits;
        this.earlier = earlier;
        this.crew = crew;
        this.pool = new BufferPool(limits.buffersPerLane(), limits.bufferBytes());
    }

    void run(Job job) throws IOException, InterruptedException {
        Batch batch = newBatch();
        int filled = 0;
        for (Cut cut : job.what()) {
            batch.add(cut);
            if (cut instanceof Cut.Entry(SourceEntry entry) && entry.isFile() && entry.size() > 0) {
                if (entry.size() > limits.smallFile()) {
                    batch = large(job, batch, entry);
                } else {
                    filled += small(job, batch, filled, entry);
                }
            }
        }
        emit(job, batch);
        job.out().add(Optional.empty());
    }

    /** Reads a file whole, behind what is in the buffer; again if it changed, as often as it may. */
    private int small(Job job, Batch batch, int from, SourceEntry entry) throws IOException {
        int size = (int) entry.size();
        SourceEntry now = entry;
        for (int attempt = 1; ; attempt++) {
            try (OpenFile file = reader.open(now)) {
                file.read(batch.bytes(), from, size);
                file.requireUnchanged();
                break;
            } catch (FileChanged e) {
                if (attempt == limits.attempts()) {
                    throw e;
                }
                now = reader.sameSize(now).orElseThrow(() -> e);
            }
        }
        if (profile.inline(size)) {
            byte[] bytes = new byte[size];
            System.arraycopy(batch.bytes(), from, bytes, 0, size);
            batch.add(new Cut.Inline(bytes));
            return 0;
        }
        FileCutter cutter = cutter(entry);
        cutter.window(batch.bytes(), from, from + size, true);
        if (addPieces(cutter, batch, job, entry) != FileCutter.Step.END) {
            throw new IllegalStateException("a whole file was not cut to its end");
        }
        return size;
    }

    /** Reads a file window by window; gives the batch that is open at its end. */
    private Batch large(Job job, Batch first, SourceEntry entry) throws IOException, InterruptedException {
        FileCutter cutter = cutter(entry);
        Batch batch = first;
        int kept = 0;
        try (OpenFile file = reader.open(entry)) {
            while (true) {
                int count = (int) Math.min(limits.bufferBytes() - kept, file.left());
                file.read(batch.bytes(), kept, count);
                int filled = kept + count;
                cutter.window(batch.bytes(), 0, filled, file.left() == 0);
                if (addPieces(cutter, batch, job, entry) == FileCutter.Step.END) {
                    file.requireUnchanged();
                    return batch;
                }
                if (cutter.inZeroRun()) {
                    skipHole(file, cutter);
                }
                kept = filled - cutter.rest();
                Batch next = batch.hasChunks() ? newBatch() : batch;
                System.arraycopy(batch.bytes(), cutter.rest(), next.bytes(), 0, kept);
                if (next != batch) {
                    emit(job, batch);
                    batch = next;
                }
            }
        }
    }

    private static void skipHole(OpenFile file, FileCutter cutter) throws IOException {
        Optional<Holes> holes = file.holes();
        if (holes.isPresent()) {
            long hole = holes.get().nextData(file.position(), file.size()) - file.position();
            long blocks = hole - hole % BLOCK;
            cutter.skipZeros(blocks);
            file.skip(blocks);
        }
    }

    private FileCutter.Step addPieces(FileCutter cutter, Batch batch, Job job, SourceEntry entry) throws IOException {
        while (true) {
            Optional<Digest> id = earlier.take(cutter, batch.bytes(), job.component(), entry.path());
            FileCutter.Step step = id.isPresent() ? FileCutter.Step.CHUNK : cutter.next();
            switch (step) {
                case CHUNK -> batch.add(new Cut.Chunk(cutter.at(), cutter.length(), cutter.grain(), id));
                case ZEROS -> batch.add(new Cut.Zeros(cutter.zeros()));
                case MORE, END -> {
                    return step;
                }
            }
        }
    }

    private FileCutter cutter(SourceEntry entry) {
        return new FileCutter(profile.chunkerFor(entry.path().value()), gear);
    }

    private Batch newBatch() throws InterruptedException {
        return new Batch(pool.take(), pool);
    }

    private void emit(Job job, Batch batch) {
        batch.hash(crew);
        job.out().add(Optional.of(batch));
    }
}
