package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.PackUse;
import io.freshet.core.pack.BlobKind;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.publisher.dedupe.BaseChoice;
import io.freshet.publisher.pack.PackSender;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Packs that hold the new nodes of both indexes. Deltas have packs of their own, which the location index shares: who
 * updates reads these, and nothing between. A blob is compressed where that saves three hundredths or more. For one thread.
 */
public final class IndexPacks implements AutoCloseable {

    private static final int LEVEL = 3;
    private static final int LARGEST = 512_000_000;

    private final long target;
    private final PackSender sender;
    private final FrameCompressor compressor = FrameCompressor.atLevel(LEVEL);
    private final List<@Nullable Digest> names = new ArrayList<>();
    private final List<PackUse> sent = new ArrayList<>();
    private byte[] room = new byte[0];
    private @Nullable Open content;
    private @Nullable Open update;
    private boolean hasDeltas;

    /** A pack that is being filled. */
    private static final class Open {
        final int number;
        final PackWriter writer;
        long used;

        Open(int number, PackWriter writer) {
            this.number = number;
            this.writer = writer;
        }
    }

    /** @param target length in bytes at which a pack is sent */
    public IndexPacks(long target, PackSender sender) {
        this.target = target;
        this.sender = sender;
    }

    /** Adds a content node as it is. */
    IndexPlace.Numbered addContent(Digest id, byte[] plain) throws IOException {
        content = withRoom(content);
        return addPlain(content, BlobKind.CONTENT_NODE, id, plain);
    }

    /** Adds a content node as a delta, if that is a good deal shorter than what it is in {@code whole}. */
    Optional<IndexDelta> addDelta(Digest id, byte[] plain, List<BaseChoice.Base> bases, IndexPlace.Numbered whole)
            throws IOException {
        if (bases.isEmpty()) {
            return Optional.empty();
        }
        DeltaPrefix prefix =
                DeltaPrefix.of(bases.stream().map(BaseChoice.Base::plain).toList());
        reserve(plain.length);
        int stored = compressor.compressDelta(prefix, plain, 0, plain.length, room, 0);
        if (stored > whole.stored() - whole.stored() / 4) {
            return Optional.empty();
        }
        hasDeltas = true;
        update = withRoom(update);
        List<Digest> ids = bases.stream().map(BaseChoice.Base::id).toList();
        long offset = update.writer.addBlob(room, 0, stored, Codec.DELTA, BlobKind.CONTENT_NODE, plain.length, id, ids);
        update.used += stored;
        return Optional.of(
                new IndexDelta(ids, new IndexPlace.Numbered(update.number, offset, stored, stored, Codec.STORED)));
    }

    /** All content nodes are there. What comes now goes where the deltas are, if there are any. */
    void endContent() throws IOException {
        if (!hasDeltas) {
            update = content;
        } else if (content != null) {
            send(content);
        }
        content = null;
    }

    /** Sends the open pack if it is full. The blobs that are added until the next call lie in one pack together. */
    void prepare() throws IOException {
        if (update != null && update.writer.length() >= target) {
            send(update);
            update = null;
        }
    }

    /** Whether nothing lies in the open pack. */
    boolean isEmpty() {
        return update == null;
    }

    /**
     * Adds a blob of the location index to the open pack.
     *
     * @param digest as the pack's table names it
     */
    IndexPlace.Numbered add(BlobKind kind, Digest digest, byte[] plain) {
        if (update == null) {
            update = open();
        }
        return addPlain(update, kind, digest, plain);
    }

    /** The place with its pack's name; {@link Digest#ZERO} for the open pack. */
    BlobPlace resolve(IndexPlace place) {
        return switch (place) {
            case IndexPlace.Named(BlobPlace named) -> named;
            case IndexPlace.Numbered(int pack, long offset, int stored, int plain, Codec codec) -> {
                Digest name = names.get(pack);
                yield new BlobPlace(name == null ? Digest.ZERO : name, offset, stored, plain, codec);
            }
        };
    }

    /** Sends the open pack, and names it. */
    Digest finish() throws IOException {
        if (update == null) {
            throw new IllegalStateException("no pack is open");
        }
        send(update);
        update = null;
        return sent.getLast().pack();
    }

    /** The packs that were sent, all of whose blobs are used. */
    List<PackUse> sent() {
        return sent;
    }

    @Override
    public void close() {
        compressor.close();
    }

    private IndexPlace.Numbered addPlain(Open to, BlobKind kind, Digest digest, byte[] plain) {
        reserve(plain.length);
        int stored = compressor.compress(plain, 0, plain.length, room, 0);
        boolean saves = stored <= plain.length - plain.length / 32;
        Codec codec = saves ? Codec.ZSTD : Codec.STORED;
        byte[] bytes = saves ? room : plain;
        int length = saves ? stored : plain.length;
        long offset = to.writer.addBlob(bytes, 0, length, codec, kind, plain.length, digest, List.of());
        to.used += length;
        return new IndexPlace.Numbered(to.number, offset, length, plain.length, codec);
    }

    private void reserve(int plain) {
        int bound = FrameCompressor.bound(plain);
        if (room.length < bound) {
            room = new byte[bound];
        }
    }

    private Open withRoom(@Nullable Open pack) throws IOException {
        if (pack != null && pack.writer.length() < target) {
            return pack;
        }
        if (pack != null) {
            send(pack);
        }
        return open();
    }

    private Open open() {
        names.add(null);
        return new Open(names.size() - 1, sender.newPack(LARGEST));
    }

    private void send(Open full) throws IOException {
        Pack pack = sender.finish(full.writer);
        names.set(full.number, pack.name());
        sent.add(new PackUse(pack.name(), pack.length(), full.used, false, true));
        try {
            sender.send(pack);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a pack waited to be sent");
        }
    }
}
