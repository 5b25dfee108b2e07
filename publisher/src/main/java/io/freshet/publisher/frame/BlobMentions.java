package io.freshet.publisher.frame;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Gathers which blobs are used, in any order, and gives each once. The same blob may be mentioned by many nodes: mentions
 * are spread over temporary files by pack, and sorted there one file after the other.
 */
public final class BlobMentions implements AutoCloseable {

    private static final int PARTITIONS = 64;
    private static final int ROW = 16;
    private static final int MARK = 1 << 31;

    private final Path directory;
    private final @Nullable Spool[] partitions = new Spool[PARTITIONS];
    private final ByteWriter row = new ByteWriter(ROW);

    /** @param directory for temporary files */
    public BlobMentions(Path directory) {
        this.directory = directory;
    }

    /**
     * A blob that is used.
     *
     * @param pack number of its pack
     * @param marked whether all who mention it marked it
     * @param used how much of its stored length is used, by all who mention it
     */
    public record UsedBlob(int pack, long offset, int stored, boolean marked, long used) {}

    /** Takes blobs. */
    @FunctionalInterface
    public interface Visitor {
        /** The next blob: pack by pack, by rising offset in each. */
        void blob(UsedBlob blob) throws IOException;
    }

    /**
     * Notes a mention.
     *
     * @param offset of the blob in its pack, below 2^31
     * @param marked whatever the caller wants to know of it afterwards
     * @param used the share of it that is used here, in stored bytes
     */
    public void add(int pack, long offset, int stored, boolean marked, int used) throws IOException {
        Spool spool = partitions[pack % PARTITIONS];
        if (spool == null) {
            spool = new Spool(directory);
            partitions[pack % PARTITIONS] = spool;
        }
        row.clear();
        row.u32(pack).u32((int) offset).u32(marked ? stored | MARK : stored).u32(used);
        spool.append(row.array(), 0, ROW);
    }

    /** Gives all blobs that were mentioned. */
    public void merge(Visitor visitor) throws IOException {
        for (Spool spool : partitions) {
            if (spool != null) {
                spool.flush();
                merge(read(spool), visitor);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Spool spool : partitions) {
            if (spool != null) {
                spool.close();
            }
        }
    }

    private record Mention(int pack, int offset, int storedAndMark, int used) {}

    private static Mention[] read(Spool spool) throws IOException {
        Mention[] mentions = new Mention[Math.toIntExact(spool.length() / ROW)];
        Spool.Reader reader = spool.reader(64 << 10);
        for (int i = 0; i < mentions.length; i++) {
            int at = reader.seek((long) i * ROW, ROW);
            ByteReader in = new ByteReader("temporary file", reader.bytes(), at, ROW);
            mentions[i] = new Mention(in.u31(), in.u31(), in.u16() | in.u16() << 16, in.u31());
        }
        Arrays.sort(mentions, Comparator.comparingInt(Mention::pack).thenComparingInt(Mention::offset));
        return mentions;
    }

    private static void merge(Mention[] mentions, Visitor visitor) throws IOException {
        for (int i = 0; i < mentions.length; ) {
            Mention blob = mentions[i];
            long used = 0;
            boolean marked = true;
            while (i < mentions.length && mentions[i].pack == blob.pack && mentions[i].offset == blob.offset) {
                marked &= (mentions[i].storedAndMark & MARK) != 0;
                used += mentions[i++].used;
            }
            int stored = blob.storedAndMark & ~MARK;
            visitor.blob(new UsedBlob(blob.pack, blob.offset, stored, marked, Math.min(used, stored)));
        }
    }
}
