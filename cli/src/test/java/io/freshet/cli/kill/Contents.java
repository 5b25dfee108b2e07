package io.freshet.cli.kill;

import io.freshet.core.Digest;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationRoot;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.index.MirrorBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The chunks of a release, and where each lies in the tree. */
final class Contents implements LeafVisitor {

    private final List<Placed> chunks = new ArrayList<>();
    private String path = "";
    private long offset;

    private Contents() {}

    private record Placed(String path, long offset, Item.Chunk chunk) {}

    /** Reads the content index of a snapshot. */
    static Contents of(Snapshot snapshot, RangeFetcher mirrors) throws IOException {
        Contents contents = new Contents();
        for (LocationRoot.Component component : snapshot.location().components()) {
            new IndexWalk(new MirrorBlobs(mirrors), ContentCache.NONE).walk(component, contents);
        }
        return contents;
    }

    @Override
    public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) {
        for (Item item : content.items()) {
            switch (item) {
                case Item.Path file -> {
                    path = file.path().value();
                    offset = 0;
                }
                case Item.Piece piece -> {
                    if (piece instanceof Item.Chunk chunk) {
                        chunks.add(new Placed(path, offset, chunk));
                    }
                    offset += piece.length();
                }
            }
        }
    }

    Set<Digest> ids() {
        Set<Digest> ids = new HashSet<>();
        chunks.forEach(placed -> ids.add(placed.chunk.id()));
        return ids;
    }

    /** Bytes of chunks that are neither among {@code known} nor in their places in a tree that may be half there. */
    long missing(Set<Digest> known, Path tree) throws IOException {
        long missing = 0;
        for (Placed placed : chunks) {
            if (!known.contains(placed.chunk.id()) && !isIn(tree, placed)) {
                missing += placed.chunk.size();
            }
        }
        return missing;
    }

    private static boolean isIn(Path tree, Placed placed) throws IOException {
        Path file = tree.resolve(placed.path);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate(placed.chunk.size());
        try (FileChannel in = FileChannel.open(file)) {
            while (bytes.hasRemaining()) {
                if (in.read(bytes, placed.offset + bytes.position()) < 0) {
                    return false;
                }
            }
        }
        return Digest.of(bytes.array()).equals(placed.chunk.id());
    }
}
