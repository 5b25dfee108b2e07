package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.ContentCache;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The content leaves of the parent in their order, on disk: which known chunks each holds, and its plain form. Plain forms
 * are offered by the thread that reads the index, while another one goes through the leaves.
 */
public final class KnownLeaves implements ContentCache, AutoCloseable {

    private static final String WHAT = "temporary file";
    private static final int ROW = 3 * Long.BYTES + Integer.BYTES + Digest.BYTES;

    private final Spool plain;
    private final Spool rows;
    private final ByteWriter row = new ByteWriter(ROW);
    private final Map<Digest, Place> offered = new ConcurrentHashMap<>();
    private long count;

    /** Where a plain form lies. */
    private record Place(long offset, int length) {}

    /**
     * A leaf.
     *
     * @param first number of its first chunk among the known ones
     * @param end number behind its last chunk
     */
    record KnownLeaf(Digest id, long first, long end, long offset, int length) {}

    KnownLeaves(Path directory) throws IOException {
        plain = new Spool(directory);
        try {
            rows = new Spool(directory);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public Optional<byte[]> get(Digest id) {
        return Optional.empty();
    }

    @Override
    public void put(Digest id, byte[] bytes) throws IOException {
        if (offered.putIfAbsent(id, new Place(plain.length(), bytes.length)) == null) {
            plain.append(bytes, 0, bytes.length);
        }
    }

    /** A node turned out to be no leaf. */
    void forget(Digest id) {
        offered.remove(id);
    }

    /** The next leaf, which was offered before, and holds the known chunks {@code first} to {@code end}. */
    void add(Digest id, long first, long end) throws IOException {
        Place place = offered.remove(id);
        if (place != null && first < end) {
            row.clear();
            row.u64(first).u64(end).u64(place.offset).u32(place.length).digest(id);
            rows.append(row.array(), 0, ROW);
            count++;
        }
    }

    void flush() throws IOException {
        plain.flush();
        rows.flush();
    }

    @Override
    public void close() throws IOException {
        plain.close();
        rows.close();
    }

    /** Looks leaves up, for one thread; made after {@link #flush}. */
    final class Reader {

        private final Spool.Reader rowBytes = rows.reader(64 * ROW);
        private final Spool.Reader plainBytes = plain.reader(1 << 10);

        /** How many leaves there are. */
        long count() {
            return count;
        }

        KnownLeaf get(long number) throws IOException {
            int at = rowBytes.seek(number * ROW, ROW);
            ByteReader in = new ByteReader(WHAT, rowBytes.bytes(), at, ROW);
            long first = in.u63();
            long end = in.u63();
            long offset = in.u63();
            int length = in.u31();
            return new KnownLeaf(in.digest(), first, end, offset, length);
        }

        byte[] plain(KnownLeaf leaf) throws IOException {
            int at = plainBytes.seek(leaf.offset, leaf.length);
            byte[] bytes = new byte[leaf.length];
            System.arraycopy(plainBytes.bytes(), at, bytes, 0, leaf.length);
            return bytes;
        }
    }
}
