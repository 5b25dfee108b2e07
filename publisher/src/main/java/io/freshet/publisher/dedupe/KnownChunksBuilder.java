package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.DeltaRun;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafDeltas;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.ModifiedAt;
import io.freshet.core.lookup.ChunkTableBuilder;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.frame.FrameLog;
import io.freshet.publisher.frame.FrameShares;
import io.freshet.publisher.source.FileStamps;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers {@link KnownChunks}: one walk over the parent's index, and tables of packs. */
public final class KnownChunksBuilder implements AutoCloseable {

    private static final byte[] NOTHING = {};
    private static final ModifiedAt UNKNOWN = new ModifiedAt(0, 0);

    private final Set<Digest> avoided;
    private final boolean lookUp;
    private final KnownFiles files;
    private final Spool chunks;
    private final ChunkTableBuilder table;
    private final LeftOverChunks.Builder leftOver;
    private final FrameLog frames;
    private final FrameLog deltaFrames;
    private final KnownDeltas deltas;
    private final KnownNodes nodes;
    private final KnownLeaves leaves;
    private final RegionUses regions;
    private final FileStamps stamps = new FileStamps();
    private final List<Digest> packs = new ArrayList<>();
    private final Map<Digest, Integer> packNumbers = new HashMap<>();
    private final byte[] row = new byte[KnownChunk.BYTES];
    private long count;
    /** How many of them are the parent's. */
    private long parents;

    private long plainStored;
    private long plainBytes;
    /** Plain bytes of chunks that lie in delta frames only. */
    private long deltaBytes;

    private boolean stamped = true;
    private boolean finished;

    /**
     * @param directory for temporary files
     * @param expected how many chunks of the parent will come, about
     * @param leftOvers how many chunks of packs that were stored will come
     * @param avoided packs that are not to be relied on: their chunks count as to be written again
     * @param lookUp whether chunks are to be found by their ids anywhere, and not only where they were
     */
    public KnownChunksBuilder(Path directory, long expected, long leftOvers, Set<Digest> avoided, boolean lookUp)
            throws IOException {
        this.avoided = Set.copyOf(avoided);
        this.lookUp = lookUp;
        files = new KnownFiles(directory);
        chunks = new Spool(directory);
        table = new ChunkTableBuilder(directory, lookUp ? expected + leftOvers : 0);
        leftOver = new LeftOverChunks.Builder(directory, leftOvers);
        frames = new FrameLog(directory);
        deltaFrames = new FrameLog(directory);
        deltas = new KnownDeltas(directory);
        nodes = new KnownNodes(directory, expected / 1024);
        leaves = new KnownLeaves(directory);
        regions = new RegionUses(directory);
    }

    /** Takes the plain forms of the parent's nodes while its index is walked. */
    public ContentCache nodeForms() {
        return leaves;
    }

    /** Adds all that a component of the parent holds. */
    public void add(IndexWalk walk, LocationRoot.Component component, Crew crew)
            throws IOException, InterruptedException {
        files.startComponent(component.name());
        Leaves visitor = new Leaves(component);
        WalkAhead.walk(walk, component, visitor, crew);
        visitor.endFile();
        parents = count;
        files.endComponent(component.name());
    }

    /** Adds the chunks of a pack that was stored, though no snapshot may mention it yet; after those of the parent. */
    public void add(Digest pack, PackTable packTable) throws IOException {
        // What lies in a pack of the parent's may be what is to be written again.
        boolean isParents = packNumbers.containsKey(pack);
        for (PackRow packRow : packTable.rows()) {
            if (packRow instanceof PackRow.DataFrame frame && frame.codec() == Codec.ZSTD) {
                List<Member> members = frame.members();
                int[] lengths = members.stream().mapToInt(Member::length).toArray();
                long number =
                        frames.append(new FrameLog.Row(packNumber(pack), frame.offset(), frame.stored(), lengths));
                for (int i = 0; i < lengths.length; i++) {
                    if (!isParents) {
                        leftOver.add(members.get(i).id(), count);
                    }
                    add(new Item.Chunk(members.get(i).id(), lengths[i], 0), KnownChunk.NO_OFFSET, number, i);
                }
            }
        }
    }

    /** All is there. This builder is closed then. */
    public KnownChunks finish() throws IOException {
        chunks.flush();
        files.flush();
        frames.flush();
        deltaFrames.flush();
        deltas.flush();
        nodes.finish();
        leaves.flush();
        finished = true;
        return new KnownChunks(
                files,
                chunks,
                count,
                parents,
                table.finish(),
                leftOver.finish(),
                frames,
                deltaFrames,
                deltas,
                packs,
                nodes,
                leaves,
                regions.finish(),
                stamps(),
                plainBytes == 0 ? 1 : (double) plainStored / plainBytes,
                deltaBytes);
    }

    @Override
    public void close() throws IOException {
        table.close();
        leftOver.close();
        regions.close();
        if (!finished) {
            files.close();
            chunks.close();
            frames.close();
            deltaFrames.close();
            deltas.close();
            nodes.close();
            leaves.close();
        }
    }

    private Optional<Digest> stamps() {
        return stamped ? Optional.of(stamps.finish()) : Optional.empty();
    }

    private void add(Item.Chunk chunk, long offset, long frame, int member) throws IOException {
        KnownChunk.write(row, chunk, offset, frame, member);
        chunks.append(row, 0, row.length);
        if (lookUp) {
            table.add(chunk.id().word(0), count);
        }
        count++;
    }

    private int packNumber(Digest pack) {
        return packNumbers.computeIfAbsent(pack, p -> {
            packs.add(p);
            return packs.size() - 1;
        });
    }

    /** Takes the leaves of one component. */
    private final class Leaves implements LeafVisitor {

        /** Nodes whose places are known, and which will be visited. */
        private final Map<Digest, LocationNode.Child> ahead = new HashMap<>();

        private final String component;
        private @Nullable EntryPath path;
        private long size;
        private long first;
        private long offset;
        private byte[] inline = NOTHING;
        private boolean hasPages;
        /** Numbers of the frames of the leaf before: a frame may lie across both. */
        private Map<FrameRow, Long> lastNumbers = new HashMap<>();

        Leaves(LocationRoot.Component root) {
            component = root.name();
            ahead.put(
                    root.contentRoot(),
                    new LocationNode.Child(root.contentPlace(), root.locationPlace(), root.location()));
        }

        @Override
        public void branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) throws IOException {
            leaves.forget(id);
            visited(id, ChildPlaces.digest(places.children()));
            for (int i = 0; i < content.children().size(); i++) {
                ahead.put(content.children().get(i).id(), places.children().get(i));
            }
        }

        private void visited(Digest id, Digest children) throws IOException {
            LocationNode.Child place = ahead.remove(id);
            if (place != null) {
                nodes.add(id, new KnownNode(place, children));
            }
        }

        @Override
        public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
            visited(id, Digest.ZERO);
            long firstChunk = count;
            LocationNode.Leaf leaf = places.get();
            ChunkPlaces chunkPlaces = new ChunkPlaces(leaf);
            long[] numbers = number(leaf.frames());
            BitSet paged = new BitSet();
            stamp(content, leaf.times());
            for (Item item : content.items()) {
                switch (item) {
                    case Item.File file -> {
                        endFile();
                        path = file.path();
                        size = file.size();
                        first = count;
                        offset = 0;
                        inline = NOTHING;
                        hasPages = false;
                    }
                    case Item.Path other -> endFile();
                    case Item.Chunk chunk -> {
                        chunkPlaces.next(chunk.size());
                        deltaBytes += chunkPlaces.frame().codec() == Codec.DELTA ? chunk.size() : 0;
                        if (chunk.grain() > 0) {
                            hasPages = true;
                            paged.set(chunkPlaces.row());
                        }
                        add(chunk, offset, numbers[chunkPlaces.row()], chunkPlaces.member());
                        offset += chunk.size();
                    }
                    case Item.Inline(byte[] bytes) -> inline = bytes;
                    case Item.Piece piece -> offset += piece.length();
                }
            }
            chunkPlaces.end();
            FrameShares.of(leaf, (row, used) -> use(leaf.frames().get(row), used, paged.get(row)));
            leaves.add(id, firstChunk, count);
            addDeltas(firstChunk, leaf.deltas());
        }

        private void addDeltas(long firstChunk, LeafDeltas leaf) throws IOException {
            Map<FrameRow, Long> numbers = new HashMap<>();
            for (DeltaRun run : leaf.runs()) {
                FrameRow frame = leaf.frames().get(run.row());
                if (!avoided.contains(frame.pack())) {
                    Long number = numbers.get(frame);
                    if (number == null) {
                        number = deltaFrames.append(new FrameLog.Row(
                                packNumber(frame.pack()), frame.offset(), frame.stored(), frame.lengths()));
                        numbers.put(frame, number);
                    }
                    deltas.add(firstChunk + run.chunk(), run.count(), number, run.member());
                }
            }
        }

        private void stamp(ContentNode.Leaf content, List<ModifiedAt> times) {
            Iterator<ModifiedAt> time = times.iterator();
            for (Item item : content.items()) {
                if (item instanceof Item.Path entry) {
                    stamped &= time.hasNext();
                    ModifiedAt at = time.hasNext() ? time.next() : UNKNOWN;
                    if (entry instanceof Item.File file) {
                        stamps.add(component, file.path(), file.size(), at);
                    }
                }
            }
        }

        void endFile() throws IOException {
            if (path != null) {
                files.add(new KnownFile(path, size, first, count - first, hasPages, inline));
                path = null;
            }
        }

        /** Numbers of a leaf's frames. */
        private long[] number(List<FrameRow> rows) throws IOException {
            long[] numbers = new long[rows.size()];
            Map<FrameRow, Long> before = lastNumbers;
            lastNumbers = HashMap.newHashMap(numbers.length);
            for (int row = 0; row < numbers.length; row++) {
                FrameRow frame = rows.get(row);
                Long number = before.get(frame);
                numbers[row] = number != null ? number : append(frame);
                lastNumbers.put(frame, numbers[row]);
            }
            return numbers;
        }

        private void use(FrameRow frame, int used, boolean paged) throws IOException {
            if (isReliable(frame) && frame.codec() == Codec.ZSTD) {
                regions.add(packNumber(frame.pack()), frame.offset(), frame.stored(), used, paged);
                plainStored += frame.stored();
                plainBytes += frame.plain();
            }
        }

        private boolean isReliable(FrameRow frame) {
            return !avoided.contains(frame.pack());
        }

        private long append(FrameRow frame) throws IOException {
            if (!isReliable(frame)) {
                return KnownChunk.NO_FRAME;
            }
            FrameLog.Row row =
                    new FrameLog.Row(packNumber(frame.pack()), frame.offset(), frame.stored(), frame.lengths());
            return frame.codec() == Codec.DELTA ? KnownChunk.delta(deltaFrames.append(row)) : frames.append(row);
        }
    }
}
