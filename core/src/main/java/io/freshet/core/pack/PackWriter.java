package io.freshet.core.pack;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes one pack in memory: blobs are appended, hashed as they come, and copied once. Holds little more than the pack's
 * length. Not for several threads at once.
 */
public final class PackWriter {

    private static final int FIRST_SLAB = 256 << 10;
    /** Together with its header just below 4 MiB, so that no collector rounds it up to more regions. */
    private static final int LARGEST_SLAB = (4 << 20) - 64;

    private static final int TABLE_HEAD = 1 + 9;

    private final long target;
    private final Supplier<ByteBuffer> newSlab;
    private final MessageDigest sha256 = Digest.sha256();
    private final List<ByteBuffer> slabs = new ArrayList<>();
    private final List<PackRow> rows = new ArrayList<>();
    private final ByteWriter rowBytes = new ByteWriter(16 << 10);
    private final ByteWriter small = new ByteWriter(64);
    private long length;

    /** @param target the length in bytes above which {@link #fits} says no, at most {@link PackFooter#MAX_PACK} */
    public PackWriter(long target) {
        this(target, new Slabs());
    }

    /**
     * A writer that fills buffers of the caller's.
     *
     * @param newSlab gives empty buffers, as large as the caller likes, which are the pack's bytes afterwards
     */
    public PackWriter(long target, Supplier<ByteBuffer> newSlab) {
        if (target < 1 || target > PackFooter.MAX_PACK) {
            throw new IllegalArgumentException("a target of " + target + " bytes");
        }
        this.target = target;
        this.newSlab = newSlab;
        PackHeader.write(small);
        append(small.toBytes());
    }

    /** Whether no blob was added yet. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Bytes so far, without table and footer: the offset at which the next blob will lie. */
    public long length() {
        return length;
    }

    /**
     * Whether the pack, table and footer included, stays within the target after one more blob. Always true of an empty
     * pack.
     *
     * @param stored length of the blob
     * @param digests how many digests its row will hold
     */
    public boolean fits(int stored, int digests) {
        long row = 32 + (long) digests * (Digest.BYTES + 3);
        return isEmpty() || finished() + stored + row <= target;
    }

    /** Adds a plain frame; answers its offset in the pack. */
    public long addFrame(byte[] stored, int from, int length, List<Member> members) {
        return add(new PackRow.DataFrame(this.length, length, Codec.ZSTD, members), stored, from);
    }

    /** Adds a delta frame, its head included; answers its offset in the pack. */
    public long addDelta(byte[] stored, int from, int length, List<Member> members) {
        return add(new PackRow.DataFrame(this.length, length, Codec.DELTA, members), stored, from);
    }

    /**
     * Adds an index blob; answers its offset in the pack.
     *
     * @param plain length of its plain bytes
     * @param digest the node's id for a content node, else the SHA-256 of the plain bytes
     * @param bases for {@link Codec#DELTA}, and only for that, the ids of the content nodes whose plain bytes are its prefix
     */
    public long addBlob(
            byte[] stored,
            int from,
            int length,
            Codec codec,
            BlobKind kind,
            int plain,
            Digest digest,
            List<Digest> bases) {
        return add(new PackRow.IndexBlob(this.length, length, codec, kind, plain, digest, bases), stored, from);
    }

    /** Ends the pack. The writer is of no use afterwards. */
    public Pack finish() {
        return finish(name -> true, () -> new byte[0]);
    }

    /**
     * Ends the pack under a name that is free: salts are added until it is (commit protocol, section 2). The writer is of
     * no use afterwards.
     *
     * @param isFree whether a pack may have that name
     * @param salts empty lists of packs, as bytes, each one different
     */
    public Pack finish(Predicate<Digest> isFree, Supplier<byte[]> salts) {
        while (true) {
            byte[] end = end();
            Digest name = nameWith(end);
            if (isFree.test(name)) {
                copy(end, 0, end.length);
                return new Pack(
                        name, length, slabs.stream().map(ByteBuffer::flip).toList(), new PackTable(rows));
            }
            byte[] salt = salts.get();
            addBlob(salt, 0, salt.length, Codec.STORED, BlobKind.PACK_LIST, salt.length, Digest.of(salt), List.of());
        }
    }

    /** Table and footer as they would follow now. */
    private byte[] end() {
        small.clear();
        byte[] head = small.noFeatures().varint(rows.size()).toBytes();
        byte[] body = rowBytes.toBytes();
        MessageDigest tableSha256 = Digest.sha256();
        tableSha256.update(head);
        tableSha256.update(body);
        small.clear();
        new PackFooter(length, head.length + body.length, Digest.finish(tableSha256)).write(small);
        byte[] footer = small.toBytes();
        byte[] end = Arrays.copyOf(head, head.length + body.length + footer.length);
        System.arraycopy(body, 0, end, head.length, body.length);
        System.arraycopy(footer, 0, end, head.length + body.length, footer.length);
        return end;
    }

    private Digest nameWith(byte[] end) {
        try {
            MessageDigest whole = (MessageDigest) sha256.clone();
            whole.update(end);
            return Digest.finish(whole);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("a SHA-256 that can't be copied", e);
        }
    }

    private long add(PackRow row, byte[] stored, int from) {
        rows.add(row);
        PackRowBytes.write(row, rowBytes);
        if (finished() + row.stored() > PackFooter.MAX_PACK || rowBytes.size() > PackFooter.MAX_TABLE - TABLE_HEAD) {
            throw new IllegalStateException("the pack is full: " + length + " bytes, " + rows.size() + " blobs");
        }
        append(stored, from, row.stored());
        return row.offset();
    }

    /** The pack's length if it were finished now. */
    private long finished() {
        return length + TABLE_HEAD + rowBytes.size() + PackFooter.LENGTH;
    }

    private void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    private void append(byte[] bytes, int from, int count) {
        sha256.update(bytes, from, count);
        copy(bytes, from, count);
    }

    private void copy(byte[] bytes, int from, int count) {
        int done = 0;
        while (done < count) {
            ByteBuffer slab = slabWithRoom();
            int part = Math.min(count - done, slab.remaining());
            slab.put(bytes, from + done, part);
            done += part;
        }
        length += count;
    }

    private ByteBuffer slabWithRoom() {
        if (slabs.isEmpty() || !slabs.getLast().hasRemaining()) {
            slabs.add(newSlab.get());
        }
        return slabs.getLast();
    }

    /** Makes buffers on the heap, the first one small, since many packs are. */
    private static final class Slabs implements Supplier<ByteBuffer> {

        private int size = FIRST_SLAB;

        @Override
        public ByteBuffer get() {
            ByteBuffer slab = ByteBuffer.allocate(size);
            size = LARGEST_SLAB;
            return slab;
        }
    }
}
