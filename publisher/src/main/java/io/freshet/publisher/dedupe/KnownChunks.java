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
    private final long parents;
    private final ChunkTable table;
    private final LeftOverChunks leftOver;
    private final FrameLog frames;
    private final FrameLog deltaFrames;
    private final KnownDeltas deltas;
    private final List<Digest> packs;
    private final KnownNodes nodes;
    private final KnownLeaves leaves;
    private final List<Region> regions;
    private final Optional<Digest> stamps;
    private final double plainShare;
    private final long deltaBytes;

    KnownChunks(
            KnownFiles files,
            Spool chunks,
            long count,
            long parents,
            ChunkTable table,
            LeftOverChunks leftOver,
            FrameLog frames,
            FrameLog deltaFrames,
            KnownDeltas deltas,
            List<Digest> packs,
            KnownNodes nodes,
            KnownLeaves leaves,
            List<Region> regions,
            Optional<Digest> stamps,
            double plainShare,
            long deltaBytes) {
        this.files = files;
        this.chunks = chunks;
        this.count = count;
        this.parents = parents;
        this.table = table;
        this.leftOver = leftOver;
        this.frames = frames;
        this.deltaFrames = deltaFrames;
        this.deltas = deltas;
        this.packs = List.copyOf(packs);
        this.nodes = nodes;
        this.leaves = leaves;
        this.regions = regions;
        this.stamps = stamps;
        this.plainShare = plainShare;
        this.deltaBytes = deltaBytes;
    }

    /**
     * A search in the order of a new index, by one thread.
     *
     * @param dropped whose chunks count as to be written again
     */
    public ChunkFinder finder(DroppedRegions dropped) {
        return new ChunkFinder(
                files,
                chunks,
                count,
                parents,
                table,
                leftOver,
                new DroppedFrames(dropped, frames.reader()),
                deltas.new Finder());
    }

    /**
     * Which files may be taken over unread, by one thread.
     *
     * @param dropped whose chunks count as to be written again
     */
    public StayingFiles staying(DroppedRegions dropped) {
        return new StayingFiles(files, chunks, new DroppedFrames(dropped, frames.reader()));
    }

    /** The parent's pages, for one thread. */
    public KnownPages pages() throws IOException {
        return new KnownPages(files.all(), chunks);
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
     * @param keepsPages whether pages stay where they are; else all that lie in delta frames only are written again
     */
    public DroppedRegions dropped(ReemissionPlan plan, PackList parent, Optional<PackList> before, boolean keepsPages) {
        return plan.choose(regions, ReemissionPlan.decay(regions, packs, parent, before), keepsPages);
    }

    /** Stored bytes of plain frames for each plain byte of the parent; 1 where nothing is known. */
    public double plainShare() {
        return plainShare;
    }

    /** Whether a cold fetch of the parent reads no more than the plan allows. */
    public boolean isCompact(ReemissionPlan plan) {
        return plan.choose(regions, 0, false).isEmpty();
    }

    /** Stored bytes of plain frames that a cold fetch of the parent reads, those left out that only bases lie in. */
    public long coldBytes() {
        return regions.stream().mapToLong(Region::read).sum();
    }

    /** Stored bytes that the parent's chunks take, or would take, in plain frames. */
    public double neededBytes() {
        return regions.stream().mapToLong(Region::live).sum() + plainShare * deltaBytes;
    }

    /** How many chunks the parent has. */
    public long parents() {
        return parents;
    }

    /** {@link io.freshet.publisher.source.FileStamps} over the parent's files, if it says when each was written. */
    public Optional<Digest> stamps() {
        return stamps;
    }

    /** The frames that chunks lie in. */
    public FrameLog frames() {
        return frames;
    }

    /** The delta frames that chunks lie in, once more or only. */
    public FrameLog deltaFrames() {
        return deltaFrames;
    }

    /** Names of the packs that frames and delta frames lie in, by number. */
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
        deltaFrames.close();
        deltas.close();
        nodes.close();
        leaves.close();
    }
}
