package io.freshet.reader.tar;

import io.freshet.core.Digest;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.ModifiedAt;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.reader.tree.PackedNodes;
import io.freshet.reader.tree.SnapshotTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a snapshot as a plain {@code .tar.zst}, for who has nothing but tar and zstd: the repository's plain frames stand
 * in it as they are, between frames with headers and padding. Only what can't be copied is compressed anew: frames of which
 * a part is wanted, or whose chunks belong to several files, and chunks that only delta frames have. Every chunk is verified
 * before its bytes are written. Memory does not depend on the snapshot, but for what its delta frames need: see {@link
 * MadeChunks} and {@link io.freshet.fetcher.download.Chains}.
 */
public final class TarExport {

    private final Snapshot snapshot;
    private final RangeFetcher ranges;
    private final Path temporary;
    private final Progress progress;
    private long entries;
    private long bytes;

    /**
     * @param ranges where packs are read from
     * @param temporary where temporary files may lie: a few bytes a file, and 16 for each hole; of a snapshot with chunks that
     *     only delta frames have, these chunks, and for the time that it takes to make them also all of their bases
     * @param progress is kept up to date
     */
    public TarExport(Snapshot snapshot, RangeFetcher ranges, Path temporary, Progress progress) {
        this.snapshot = snapshot;
        this.ranges = ranges;
        this.temporary = temporary;
        this.progress = progress;
    }

    /** Writes these components; {@code out} stays the caller's, and has part of an archive if this fails. */
    public TarReport write(List<Component> components, OutputStream out) throws IOException {
        progress.total(Component.bytes(components));
        MirrorBlobs blobs = new MirrorBlobs(ranges);
        SnapshotTree tree = SnapshotTree.of(snapshot, blobs, PackedNodes.Places.NONE);
        try (MadeChunks made = new MadeChunks(temporary)) {
            made.make(snapshot, components, ranges, blobs, temporary);
            return write(components, new Sources(blobs, tree, made), out);
        }
    }

    /** What an archive is put together from. */
    private record Sources(MirrorBlobs blobs, SnapshotTree tree, MadeChunks made) {}

    private TarReport write(List<Component> components, Sources from, OutputStream out) throws IOException {
        try (TarStream stream = new TarStream(ranges, from.made, out, progress)) {
            for (Component component : components) {
                try (SparseMaps maps = SparseMaps.of(from.tree, component, temporary)) {
                    Entries visitor = new Entries(component, maps, stream);
                    new IndexWalk(from.blobs, ContentCache.NONE).walk(snapshot.place(component), visitor);
                    visitor.endFile();
                }
            }
            // Two blocks of zeros end an archive.
            stream.plain(new byte[2 * TarEntry.BLOCK]);
            return stream.finish(entries, bytes);
        }
    }

    /** Turns the items of a component into parts of the archive. */
    private final class Entries implements LeafVisitor {
        private final Component component;
        private final SparseMaps maps;
        private final TarStream stream;
        private long written;

        Entries(Component component, SparseMaps maps, TarStream stream) {
            this.component = component;
            this.maps = maps;
            this.stream = stream;
        }

        @Override
        public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
            LocationNode.Leaf leaf = places.get();
            ChunkPlaces at = new ChunkPlaces(leaf);
            int path = 0;
            for (Item item : content.items()) {
                switch (item) {
                    case Item.Path next -> {
                        endFile();
                        begin(
                                next,
                                path < leaf.times().size()
                                        ? Optional.of(leaf.times().get(path))
                                        : Optional.empty());
                        path++;
                    }
                    case Item.Chunk chunk -> {
                        at.next(chunk.size());
                        stream.chunk(chunk, at);
                        pass(chunk);
                    }
                    case Item.Inline inline -> {
                        stream.plain(inline.bytes());
                        pass(inline);
                        progress.free(inline.length());
                    }
                    case Item.Zeros zeros -> {
                        bytes += zeros.length();
                        progress.free(zeros.length());
                    }
                }
            }
            at.end();
        }

        private void pass(Item.Piece piece) {
            written += piece.length();
            bytes += piece.length();
        }

        private void begin(Item.Path item, Optional<ModifiedAt> time) throws IOException {
            entries++;
            String name = SnapshotTree.whole(component, item.path()).value();
            switch (item) {
                case Item.Directory directory -> {
                    String path = name.isEmpty() ? "./" : name + "/";
                    header(new TarEntry(TarEntry.DIRECTORY, path, item.mode(), time, "", 0, Optional.empty()));
                }
                case Item.Link link ->
                    header(new TarEntry(TarEntry.LINK, name, 0777, time, link.target(), 0, Optional.empty()));
                case Item.File file -> beginFile(file, name, time);
            }
        }

        private void beginFile(Item.File file, String name, Optional<ModifiedAt> time) throws IOException {
            SparseMaps.Head map = maps.head();
            if (map.segments() == 0) {
                header(new TarEntry(TarEntry.FILE, name, file.mode(), time, "", file.size(), Optional.empty()));
                return;
            }
            long mapBytes = (map.mapBytes() + TarEntry.BLOCK - 1) / TarEntry.BLOCK * TarEntry.BLOCK;
            long size = mapBytes + map.dataBytes();
            header(new TarEntry(TarEntry.FILE, name, file.mode(), time, "", size, Optional.of(file.size())));
            line(map.segments());
            for (long i = 0; i < map.segments(); i++) {
                SparseMaps.Segment segment = maps.segment();
                line(segment.offset());
                line(segment.length());
            }
            stream.plain(new byte[(int) (mapBytes - map.mapBytes())]);
        }

        private void line(long number) throws IOException {
            stream.plain((number + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        private void header(TarEntry entry) throws IOException {
            stream.plain(entry.toBytes());
            written = 0;
        }

        /** Pads the file to whole blocks. */
        void endFile() throws IOException {
            int over = (int) (written % TarEntry.BLOCK);
            if (over > 0) {
                stream.plain(new byte[TarEntry.BLOCK - over]);
                written = 0;
            }
        }
    }
}
