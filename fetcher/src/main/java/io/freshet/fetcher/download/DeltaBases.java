package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fetches what delta frames are made against: the frames that their bases are members of, and theirs in turn. */
public final class DeltaBases {

    private static final int MAX_DEPTH = 255;

    private final RangeFetcher mirrors;

    /** @param mirrors where packs are read from */
    public DeltaBases(RangeFetcher mirrors) {
        this.mirrors = mirrors;
    }

    DeltaPrefix prefix(FrameNeed need) throws IOException {
        return prefix(need.frame(), need.rows());
    }

    /**
     * The prefix of a delta frame.
     *
     * @param rows all rows of its location node
     */
    public DeltaPrefix prefix(FrameRow frame, List<FrameRow> rows) throws IOException {
        try (FrameDecompressor decompressor = new FrameDecompressor()) {
            return prefix(frame, rows, decompressor, new HashMap<>(), 0);
        }
    }

    private DeltaPrefix prefix(
            FrameRow frame, List<FrameRow> rows, FrameDecompressor decompressor, Map<Integer, byte[]> plain, int depth)
            throws IOException {
        if (depth > MAX_DEPTH) {
            throw new FormatException("frame", "its bases go too deep");
        }
        DeltaPrefix prefix = new DeltaPrefix(frame.bases().stream()
                .mapToInt(base -> rows.get(base.row()).lengths()[base.member()])
                .sum());
        for (FrameRow.Base base : frame.bases()) {
            FrameRow row = rows.get(base.row());
            byte[] bytes = plain.get(base.row());
            if (bytes == null) {
                bytes = decode(row, rows, decompressor, plain, depth);
                plain.put(base.row(), bytes);
            }
            prefix.add(bytes, row.start(base.member()), row.lengths()[base.member()]);
        }
        return prefix;
    }

    private byte[] decode(
            FrameRow row, List<FrameRow> rows, FrameDecompressor decompressor, Map<Integer, byte[]> plain, int depth)
            throws IOException {
        byte[] stored = new byte[row.stored()];
        mirrors.fetch(ObjectRange.ofPack(row.pack(), row.offset(), row.stored()), stored, 0);
        byte[] bytes = new byte[row.plain()];
        if (row.codec() == Codec.DELTA) {
            DeltaPrefix prefix = prefix(row, rows, decompressor, plain, depth + 1);
            decompressor.decompressDelta(prefix, stored, 0, stored.length, bytes, 0, bytes.length);
        } else {
            decompressor.decompress(stored, 0, stored.length, bytes, 0, bytes.length);
        }
        return bytes;
    }
}
