package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.FrameLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where the bases of delta frames lie, for readers who have none of them (format, section 6). Packs are named in full;
 * a node names none of those that index blobs lie in.
 *
 * @param frames all frames that bases lie in, plain ones and delta frames
 * @param deltas the delta frames, in the order of their packs
 */
public record BasesNode(List<FrameRow> frames, List<Bases> deltas) {

    /** Largest plain form, in bytes, that a reader accepts. */
    public static final int MAX_BYTES = 4 << 20;

    private static final String MAGIC = "FRBN";
    private static final int VERSION = 1;
    private static final int SHORTEST_BASE = 2 + Long.BYTES;

    /** Copies the lists. */
    public BasesNode {
        frames = List.copyOf(frames);
        deltas = List.copyOf(deltas);
        if (frames.stream().anyMatch(row -> row.pack().equals(Digest.ZERO))
                || deltas.stream().anyMatch(delta -> delta.pack.equals(Digest.ZERO))) {
            throw new IllegalArgumentException("a bases node names the pack in which it lies");
        }
    }

    /**
     * The bases of one delta frame, in the order of its head.
     *
     * @param pack in which the delta frame lies
     * @param offset of the delta frame in the pack, in bytes
     * @param rows of each base, the number of the frame that it lies in
     * @param members which member of that frame it is
     * @param words the first word of its id: {@link Digest#word}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Bases(Digest pack, long offset, int[] rows, int[] members, long[] words) {

        /** Checks that all arrays are of one length. */
        public Bases {
            boolean alike = rows.length == members.length && rows.length == words.length;
            if (!alike || rows.length == 0 || rows.length > FrameLimits.MAX_MEMBERS) {
                throw new IllegalArgumentException(rows.length + " bases");
            }
        }

        /** How many there are. */
        public int count() {
            return rows.length;
        }
    }

    /** How many bases its delta frames together name. */
    public long bases() {
        return deltas.stream().mapToLong(Bases::count).sum();
    }

    /** The plain form. */
    public byte[] toBytes() {
        PackNumbers packs = PackNumbers.forWriting();
        ByteWriter body = new ByteWriter(64 << 10);
        FrameRow.writeAll(frames, body, packs);
        body.varint(deltas.size());
        Bases before = null;
        for (Bases delta : deltas) {
            body.varint(packs.number(delta.pack)).zigzag(delta.offset - origin(before, delta.pack));
            body.varint(delta.count());
            int row = 0;
            for (int i = 0; i < delta.count(); i++) {
                body.zigzag(delta.rows[i] - row).varint(delta.members[i]).u64(delta.words[i]);
                row = delta.rows[i];
            }
            before = delta;
        }
        ByteWriter out = new ByteWriter(body.size() + 1024);
        out.magic(MAGIC, VERSION).noFeatures();
        packs.write(out);
        body.copyTo(out);
        return out.toBytes();
    }

    /** Reads a node whose plain bytes must have the SHA-256 {@code digest}. */
    public static BasesNode read(Digest digest, byte[] plain) throws FormatException {
        ByteReader in = new ByteReader("bases node " + digest.brief(), plain);
        if (plain.length > MAX_BYTES || !Digest.of(plain).equals(digest)) {
            throw in.error("its bytes have another digest");
        }
        in.magic(MAGIC, VERSION);
        in.noFeatures();
        PackNumbers packs = PackNumbers.read(in, Digest.ZERO);
        List<FrameRow> frames = FrameRow.readAll(in, "number of frames", packs, new MemberLengths());
        for (FrameRow frame : frames) {
            checkPack(in, frame.pack());
        }
        int deltaCount = in.count("number of delta frames", 3 + SHORTEST_BASE);
        List<Bases> deltas = new ArrayList<>(deltaCount);
        for (int i = 0; i < deltaCount; i++) {
            deltas.add(bases(in, packs, frames, i == 0 ? null : deltas.getLast()));
        }
        in.end();
        return new BasesNode(frames, deltas);
    }

    private static Bases bases(ByteReader in, PackNumbers packs, List<FrameRow> frames, @Nullable Bases before)
            throws FormatException {
        Digest pack = packs.read(in);
        checkPack(in, pack);
        long offset = origin(before, pack) + in.zigzag();
        if (offset < 0 || offset > PackNumbers.MAX_PACK_BYTES) {
            throw in.error("a delta frame's offset is " + offset);
        }
        int count = in.count("number of bases", SHORTEST_BASE);
        if (count == 0 || count > FrameLimits.MAX_MEMBERS) {
            throw in.error("a delta frame has " + count + " bases");
        }
        int[] rows = new int[count];
        int[] members = new int[count];
        long[] words = new long[count];
        long row = 0;
        for (int i = 0; i < count; i++) {
            row += in.zigzag();
            if (row < 0 || row >= frames.size()) {
                throw in.error("a base lies in row " + row + " of " + frames.size());
            }
            rows[i] = (int) row;
            members[i] = in.varint("a base's member", 0, frames.get(rows[i]).lengths().length - 1);
            words[i] = in.word();
        }
        return new Bases(pack, offset, rows, members, words);
    }

    private static void checkPack(ByteReader in, Digest pack) throws FormatException {
        if (pack.equals(Digest.ZERO)) {
            throw in.error("a frame's pack has number 0, which is not used here");
        }
    }

    /** What an offset in {@code pack} counts from, after {@code before}. */
    private static long origin(@Nullable Bases before, Digest pack) {
        return before != null && before.pack.equals(pack) ? before.offset : 0;
    }
}
