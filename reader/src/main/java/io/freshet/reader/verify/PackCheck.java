package io.freshet.reader.verify;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.ContentNode;
import io.freshet.core.pack.BlobKind;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.core.pack.FrameLimits;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackFooter;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Checks one pack: that it is there with its size, or all of its bytes. */
final class PackCheck {

    private static final int PIECE = 8 << 20;

    private final RangeFetcher ranges;
    private final CheckProgress progress;

    PackCheck(RangeFetcher ranges, CheckProgress progress) {
        this.ranges = ranges;
        this.progress = progress;
    }

    /**
     * Reads the pack's last bytes, which say how long it is: one that was cut, or has something behind it, does not have
     * its footer there.
     */
    PackFooter quick(Digest pack, long size) throws IOException {
        return PackFooter.parse(read(pack, size - PackFooter.LENGTH, PackFooter.LENGTH), size);
    }

    /** Reads the whole pack: its name must be the digest of its bytes, and its table must be right about every blob. */
    void whole(Digest pack, long size) throws IOException {
        PackFooter footer = quick(pack, size);
        byte[] end = read(pack, footer.tableOffset(), (int) (size - footer.tableOffset()));
        PackTable table = PackTable.parse(end, 0, footer);
        MessageDigest sha256 = Digest.sha256();
        List<String> wrong = new ArrayList<>();
        try (Blobs blobs = new Blobs()) {
            sha256.update(read(pack, 0, (int) start(table, footer)));
            List<PackRow> together = new ArrayList<>();
            int length = 0;
            for (PackRow row : table.rows()) {
                if (length > 0 && length + row.stored() > PIECE) {
                    piece(pack, together, length, sha256, blobs, wrong);
                    together.clear();
                    length = 0;
                }
                together.add(row);
                length += row.stored();
            }
            if (length > 0) {
                piece(pack, together, length, sha256, blobs, wrong);
            }
        }
        sha256.update(end);
        Digest found = Digest.finish(sha256);
        if (!found.equals(pack)) {
            String where = wrong.isEmpty() ? "" : "; " + String.join("; ", wrong);
            throw new FormatException("pack", "its bytes hash to " + found.brief() + where);
        }
        if (!wrong.isEmpty()) {
            throw new FormatException("pack", "was written wrong: " + String.join("; ", wrong));
        }
    }

    private static long start(PackTable table, PackFooter footer) {
        return table.rows().isEmpty()
                ? footer.tableOffset()
                : table.rows().getFirst().offset();
    }

    private void piece(
            Digest pack, List<PackRow> rows, int length, MessageDigest sha256, Blobs blobs, List<String> wrong)
            throws IOException {
        long from = rows.getFirst().offset();
        byte[] stored = read(pack, from, length);
        sha256.update(stored);
        for (PackRow row : rows) {
            try {
                blobs.check(row, stored, (int) (row.offset() - from));
            } catch (FormatException e) {
                if (wrong.size() < 3) {
                    wrong.add("at byte " + row.offset() + ": " + e.getMessage());
                }
            }
        }
    }

    private byte[] read(Digest pack, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        ranges.fetch(new ObjectRange(Pack.path(pack), offset, length), bytes, 0);
        progress.done(length);
        return bytes;
    }

    /** Decodes blobs and hashes what is in them. */
    private static final class Blobs implements AutoCloseable {
        private final FrameDecompressor decompressor = new FrameDecompressor();
        private final MessageDigest sha256 = Digest.sha256();
        private final byte[] plain = new byte[FrameLimits.MAX_CHUNK];

        /** Of a blob made against others, which may lie elsewhere, only the outside is checked. */
        void check(PackRow row, byte[] stored, int at) throws FormatException {
            boolean delta = row.codec() == Codec.DELTA;
            switch (row) {
                case PackRow.DataFrame frame when delta -> deltaFrame(frame, stored, at);
                case PackRow.DataFrame frame -> frame(frame, stored, at);
                case PackRow.IndexBlob blob
                when delta -> FrameDecompressor.checkOutside(stored, at, blob.stored(), blob.plain());
                case PackRow.IndexBlob blob -> blob(blob, stored, at);
            }
        }

        private static void deltaFrame(PackRow.DataFrame frame, byte[] stored, int at) throws FormatException {
            ByteReader in = new ByteReader("delta frame", stored, at, frame.stored());
            DeltaHead.read(in);
            FrameDecompressor.checkOutside(stored, in.position(), in.remaining(), frame.plain());
        }

        private void frame(PackRow.DataFrame frame, byte[] stored, int at) throws FormatException {
            decompressor.decompress(stored, at, frame.stored(), plain, 0, frame.plain());
            int from = 0;
            for (Member member : frame.members()) {
                Digest found = Digest.of(sha256, plain, from, member.length());
                if (!found.equals(member.id())) {
                    throw new FormatException("chunk " + member.id().brief(), "its bytes hash to " + found.brief());
                }
                from += member.length();
            }
        }

        private void blob(PackRow.IndexBlob blob, byte[] stored, int at) throws FormatException {
            byte[] bytes = new byte[blob.plain()];
            if (blob.codec() == Codec.STORED) {
                System.arraycopy(stored, at, bytes, 0, Math.min(bytes.length, blob.stored()));
            } else {
                decompressor.decompress(stored, at, blob.stored(), bytes, 0, bytes.length);
            }
            if (blob.kind() == BlobKind.CONTENT_NODE) {
                ContentNode.read(blob.digest(), bytes);
            } else if (blob.kind() == BlobKind.BASES_NODE) {
                BasesNode.read(blob.digest(), bytes);
            } else if (!Digest.of(sha256, bytes, 0, bytes.length).equals(blob.digest())) {
                throw new FormatException("index blob", "its bytes have another digest");
            }
        }

        @Override
        public void close() {
            decompressor.close();
        }
    }
}
