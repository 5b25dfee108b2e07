package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.ContentDelta;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.LocationNode;
import io.freshet.core.lookup.ChunkTable;
import io.freshet.core.lookup.ChunkTableBuilder;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The index nodes of the parent by their ids, on disk. Filled by one thread, then {@link #finish}ed, then searched. */
public final class KnownNodes implements AutoCloseable {

    private final Spool spool;
    private final ChunkTableBuilder builder;
    private final ByteWriter row = new ByteWriter(512);
    private @Nullable ChunkTable table;
    private Spool.@Nullable Reader reader;

    /** @param expected how many nodes will come, about */
    KnownNodes(Path directory, long expected) throws IOException {
        spool = new Spool(directory);
        builder = new ChunkTableBuilder(directory, expected);
    }

    void add(Digest id, KnownNode node) throws IOException {
        builder.add(id.word(0), spool.length());
        row.clear();
        row.digest(id);
        node.places().contentPlace().write(row);
        node.places().locationPlace().write(row);
        row.digest(node.places().location()).digest(node.children());
        ContentDelta.writeAll(node.places().deltas(), row);
        spool.append(row);
    }

    void finish() throws IOException {
        spool.flush();
        table = builder.finish();
        reader = spool.reader(4 << 10);
    }

    /** The node of that id, if the parent has it. For one thread. */
    public Optional<KnownNode> find(Digest id) throws IOException {
        if (table == null || reader == null) {
            throw new IllegalStateException("the known nodes are not all there yet");
        }
        long at = table.find(id.word(0));
        if (at == ChunkTable.NONE) {
            return Optional.empty();
        }
        ByteReader in = reader.row(at);
        if (!in.digest().equals(id)) {
            return Optional.empty();
        }
        BlobPlace content = BlobPlace.read(in, Digest.ZERO, ContentNode.MAX_BYTES);
        BlobPlace location = BlobPlace.read(in, Digest.ZERO, ContentNode.MAX_BYTES);
        Digest locationDigest = in.digest();
        Digest children = in.digest();
        LocationNode.Child places =
                new LocationNode.Child(content, location, locationDigest, ContentDelta.readAll(in, content));
        return Optional.of(new KnownNode(places, children));
    }

    @Override
    public void close() throws IOException {
        spool.close();
        builder.close();
        if (table != null) {
            table.close();
        }
    }
}
