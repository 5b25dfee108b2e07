package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.PackUse;
import io.freshet.core.pack.BlobKind;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.publisher.pack.PackSender;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs that hold the new nodes of both indexes. A blob is compressed where that saves three hundredths or more. For one
 * thread.
 */
public final class IndexPacks implements AutoCloseable {

    private static final int LEVEL = 3;
    private static final int LARGEST = 512_000_000;

    private final long target;
    private final PackSender sender;
    private final FrameCompressor compressor = FrameCompressor.atLevel(LEVEL);
    private final List<PackUse> sent = new ArrayList<>();
    private byte[] room = new byte[0];
    private @Nullable PackWriter open;
    private long used;

    /** @param target length in bytes at which a pack is sent */
    public IndexPacks(long target, PackSender sender) {
        this.target = target;
        this.sender = sender;
    }

    /** Sends the open pack if it is full. The blobs that are added until the next call lie in one pack together. */
    void prepare() throws IOException {
        if (open != null && open.length() >= target) {
            send(open);
        }
    }

    /** Whether nothing lies in the open pack. */
    boolean isEmpty() {
        return open == null;
    }

    /**
     * Adds a blob to the open pack.
     *
     * @param digest as the pack's table names it
     */
    IndexPlace.Numbered add(BlobKind kind, Digest digest, byte[] plain) {
        if (open == null) {
            open = sender.newPack(LARGEST);
        }
        int bound = FrameCompressor.bound(plain.length);
        if (room.length < bound) {
            room = new byte[bound];
        }
        int stored = compressor.compress(plain, 0, plain.length, room, 0);
        boolean saves = stored <= plain.length - plain.length / 32;
        Codec codec = saves ? Codec.ZSTD : Codec.STORED;
        byte[] bytes = saves ? room : plain;
        int length = saves ? stored : plain.length;
        long offset = open.addBlob(bytes, 0, length, codec, kind, plain.length, digest, null);
        used += length;
        return new IndexPlace.Numbered(sent.size(), offset, length, plain.length, codec);
    }

    /** The place with its pack's name; {@link Digest#ZERO} for the open pack. */
    BlobPlace resolve(IndexPlace place) {
        return switch (place) {
            case IndexPlace.Named(BlobPlace named) -> named;
            case IndexPlace.Numbered(int pack, long offset, int stored, int plain, Codec codec) -> {
                Digest name = pack < sent.size() ? sent.get(pack).pack() : Digest.ZERO;
                yield new BlobPlace(name, offset, stored, plain, codec, null);
            }
        };
    }

    /** Sends the open pack, and names it. */
    Digest finish() throws IOException {
        if (open == null) {
            throw new IllegalStateException("no pack is open");
        }
        send(open);
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

    private void send(PackWriter full) throws IOException {
        open = null;
        Pack pack = sender.finish(full);
        sent.add(new PackUse(pack.name(), pack.length(), used, false, true));
        used = 0;
        try {
            sender.send(pack);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a pack waited to be sent");
        }
    }
}
