package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.PackList;
import io.freshet.core.lookup.ChunkTable;
import io.freshet.publisher.cut.EarlierCuts;
import io.freshet.publisher.frame.FrameLog;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * All chunks that lie in packs already: those of the parent in the order of its index, then those of an interrupted run.
 * On disk; 48 bytes a chunk and 22 for the look-up by id.
 */
public final class KnownChunks implements AutoCloseable {

    private final KnownFiles files;
    private final Spool chunks;
    private final long count;
    private final ChunkTable table;
    private final LeftOverChunks leftOver;
    private final FrameLog frames;
    private final List<Digest> packs;
    private final KnownNodes nodes;
    private final KnownLeaves leaves;
    private final List<Region> regions;
    private final Optional<Digest> stamps;

    KnownChunks(
            KnownFiles files,
            Spool chunks,
            long count,
            ChunkTable table,
            LeftOverChunks leftOver,
            FrameLog frames,
            List<Digest> packs,
            KnownNodes nodes,
            KnownLeaves leaves,
            List<Region> regions,
            Optional<Digest> stamps) {
        this.files = files;
        this.chunks = chunks;
        this.count = count;
        this.table = table;
        this.leftOver = leftOver;
        this.frames = frames;
        this.packs = List.copyOf(packs);
        this.nodes = nodes;
        this.leaves = leaves;
        this.regions = regions;
        this.stamps = stamps;
    }

    /**
     * A search in the order of a new index, by one thread.
     *
     * @param dropped whose chunks count as to be written again
     */
    public ChunkFinder finder(DroppedRegions dropped) {
        return new ChunkFinder(files, chunks, count, table, leftOver, new DroppedFrames(dropped, frames.reader()));
    }

    /**
     * Which files may be taken over unread, by one thread.
     *
     * @param dropped whose chunks count as to be written again
     */
    public StayingFiles staying(DroppedRegions dropped) {
        return new StayingFiles(files, chunks, new DroppedFrames(dropped, frames.reader()));
    }

    /** Where the parent was cut, for one thread. */
    public EarlierCuts cuts() {
        return new KnownCuts(files, chunks);
    }

    /**
     * What of the parent is to be written again.
     *
     * @param parent its list of packs
     * @param before that of the release before it
     */
    public DroppedRegions dropped(ReemissionPlan plan, PackList parent, Optional<PackList> before) {
        return plan.choose(regions, ReemissionPlan.decay(regions, packs, parent, before));
    }

    /** {@link io.freshet.publisher.source.FileStamps} over the parent's files, if it says when each was written. */
    public Optional<Digest> stamps() {
        return stamps;
    }

    /** The frames that chunks lie in. */
    public FrameLog frames() {
        return frames;
    }

    /** Names of the packs that frames lie in, by number. */
    public List<Digest> packs() {
        return packs;
    }

    /** The index nodes of the parent. */
    public KnownNodes nodes() {
        return nodes;
    }

    /** Chooses among the parent's leaves, for one thread. */
    public BaseChoice bases() {
        return new BaseChoice(leaves.new Reader());
    }

    /** How many chunks are known. */
    public long count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        files.close();
        chunks.close();
        table.close();
        leftOver.close();
        frames.close();
        nodes.close();
        leaves.close();
    }
}
