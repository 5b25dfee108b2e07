package io.freshet.reader.tar;

import io.freshet.core.FormatException;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.Item;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.download.Chains;
import io.freshet.fetcher.download.Downloads;
import io.freshet.fetcher.download.FrameMember;
import io.freshet.fetcher.download.FrameName;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.download.Target;
import io.freshet.fetcher.download.TemporaryFile;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.seed.Seeds;
import io.freshet.fetcher.tree.ChunkSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chunks that only delta frames have. Their bases may lie anywhere, so that all are made before the archive is begun, each
 * once, into a temporary file in which every frame has room for its members. Memory grows with the frames, which have up to
 * 128 pages: some 150 bytes each say where a frame's room begins, and as many more which members were seen, until all are made.
 */
final class MadeChunks implements AutoCloseable {

    /** Ranges under way, at some 20 MiB each. */
    private static final int SPANS_AT_ONCE = 4;

    private final TemporaryFile file;
    private final Map<FrameName, Long> rooms = new HashMap<>();

    /** @param directory where the temporary file is made; it is gone when this is closed */
    MadeChunks(Path directory) {
        file = new TemporaryFile(directory);
    }

    /**
     * Makes what these components have in delta frames only. Reads nothing of components that have no bases nodes.
     *
     * @param temporary where further files lie until this returns, see {@link Chains}
     */
    void make(Snapshot snapshot, List<Component> components, RangeFetcher ranges, BlobSource blobs, Path temporary)
            throws IOException {
        // A chunk of one component may lie in a delta frame that is listed at another.
        if (snapshot.location().components().stream()
                .allMatch(each -> each.bases().isEmpty())) {
            return;
        }
        List<LocationRoot.Component> chained = new ArrayList<>();
        for (Component component : components) {
            chained.add(snapshot.place(component));
        }
        int threads = Math.min(SPANS_AT_ONCE, Runtime.getRuntime().availableProcessors());
        // These bytes count as downloaded when they are written.
        Progress unseen = new Progress();
        Seeds nothingHere = new Seeds(List.of(), List.of(), new LocalIndex(temporary), temporary);
        try (Chains chains = new Chains(snapshot.location(), blobs, nothingHere, temporary);
                Downloads downloads = new Downloads(ranges, chains, SPANS_AT_ONCE, threads, unseen)) {
            defer(chained, chains, blobs);
            chains.finish(downloads);
        }
    }

    private void defer(List<LocationRoot.Component> components, Chains chains, BlobSource blobs) throws IOException {
        Map<FrameName, BitSet> deferred = new HashMap<>();
        Sink sink = new Sink();
        for (LocationRoot.Component component : components) {
            new IndexWalk(blobs, ContentCache.NONE).walk(component, (_, content, _, places) -> {
                ChunkPlaces at = new ChunkPlaces(places.get());
                for (Item item : content.items()) {
                    if (item instanceof Item.Chunk chunk) {
                        at.next(chunk.size());
                        FrameMember place = new FrameMember(at.frame(), at.member());
                        if (place.isInDelta() && isFirst(place, deferred)) {
                            long offset = room(place.frame()) + place.frame().start(place.member());
                            chains.defer(new Target(place, Optional.empty(), chunk.id(), sink, offset));
                        }
                    }
                }
            });
        }
    }

    private static boolean isFirst(FrameMember place, Map<FrameName, BitSet> deferred) {
        FrameRow frame = place.frame();
        BitSet members = deferred.computeIfAbsent(FrameName.of(frame), _ -> new BitSet(frame.lengths().length));
        boolean first = !members.get(place.member());
        members.set(place.member());
        return first;
    }

    /** Where a frame's members go. */
    private long room(FrameRow frame) {
        return rooms.computeIfAbsent(FrameName.of(frame), _ -> file.room(frame.plain()));
    }

    /**
     * Reads members of a delta frame; any number of threads may at once. They were verified when they were made, but under
     * the first id that the index has for each member: whoever takes them for chunks compares digests.
     */
    byte[] read(TarPart.Members members) throws IOException {
        FrameName name = FrameName.of(members.frame);
        Long room = rooms.get(name);
        if (room == null) {
            throw new FormatException("location index", "has chunks in " + name + ", but no bases nodes");
        }
        byte[] bytes = new byte[members.plain()];
        file.read(room + members.frame.start(members.first), bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Takes chunks as they are made. */
    private final class Sink implements ChunkSink {

        @Override
        public void write(long offset, byte[] bytes, int from, int length) throws IOException {
            file.write(offset, bytes, from, length);
        }

        @Override
        public void arrived() {}
    }
}
