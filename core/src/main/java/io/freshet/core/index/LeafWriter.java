package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes items as entries into nodes of level 0, gathering neighbouring chunks into runs. */
final class LeafWriter {

    private final ContentSink sink;
    private final NodeBuilder node = new NodeBuilder(0);
    private final ByteWriter entry = new ByteWriter(20 << 10);
    private final ByteWriter runLengths = new ByteWriter(2 << 10);
    private final ByteWriter runIds = new ByteWriter(16 << 10);
    private int runChunks;
    private int runGrain;
    private EntryPath path = EntryPath.ROOT;

    LeafWriter(ContentSink sink) {
        this.sink = sink;
    }

    /** Appends an item; gives the node that it ended, or none. */
    @Nullable
    ContentChild add(Item item) throws IOException {
        boolean boundary = switch (item) {
            case Item.Chunk chunk -> addChunk(chunk);
            case Item.Path entryPath -> addPath(entryPath);
            case Item.Zeros zeros -> {
                startEntry(ContentLimits.ZEROS).varint(zeros.length());
                node.add(entry);
                count(item, ContentLimits.ZEROS_WEIGHT);
                yield false;
            }
            case Item.Inline inline -> {
                startEntry(ContentLimits.INLINE).raw(inline.bytes());
                node.add(entry);
                count(item, entry.size());
                yield false;
            }
        };
        return node.ends(boundary) ? finish() : null;
    }

    /** Ends the node that is open, if it has an item. */
    @Nullable
    ContentChild finish() throws IOException {
        endRun();
        return node.isEmpty() ? null : node.finish(sink);
    }

    private boolean addChunk(Item.Chunk chunk) {
        if (runChunks == ContentLimits.MAX_RUN || (runChunks > 0 && runGrain != chunk.grain())) {
            endRun();
        }
        runGrain = chunk.grain();
        runIds.digest(chunk.id());
        if (runGrain == 0) {
            runLengths.varint(chunk.size());
        }
        runChunks++;
        count(chunk, runGrain == 0 ? ContentLimits.CHUNK_WEIGHT : ContentLimits.FIXED_CHUNK_WEIGHT);
        return chunk.id().firstU16() % ContentLimits.LEAF_BOUNDARY == 0;
    }

    private boolean addPath(Item.Path item) {
        path = item.path();
        ByteWriter out = startEntry(ContentLimits.PATH);
        switch (item) {
            case Item.Directory directory ->
                out.u8(ContentLimits.DIRECTORY).varint(directory.mode()).string(path.value());
            case Item.File file ->
                out.u8(ContentLimits.FILE)
                        .varint(file.mode())
                        .string(path.value())
                        .varint(file.size());
            case Item.Link link ->
                out.u8(ContentLimits.LINK).varint(0).string(path.value()).string(link.target());
        }
        Extension.write(out, item.extensions());
        Digest leaf = node.add(out);
        count(item, out.size());
        return leaf.firstU16() % ContentLimits.LEAF_BOUNDARY == 0;
    }

    private void count(Item item, int weight) {
        node.count(weight, NodeSums.NONE.plus(item), path);
    }

    private ByteWriter startEntry(int kind) {
        endRun();
        entry.clear();
        return entry.u8(kind);
    }

    private void endRun() {
        if (runChunks == 0) {
            return;
        }
        entry.clear();
        if (runGrain == 0) {
            entry.u8(ContentLimits.RUN).varint(runChunks);
            runLengths.copyTo(entry);
        } else {
            entry.u8(ContentLimits.FIXED_RUN).varint(runGrain).varint(runChunks);
        }
        runIds.copyTo(entry);
        node.add(entry);
        runChunks = 0;
        runIds.clear();
        runLengths.clear();
    }
}
