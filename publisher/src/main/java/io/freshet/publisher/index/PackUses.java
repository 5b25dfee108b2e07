package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.PackUse;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts how much of each pack a snapshot uses. The same blob may be mentioned by many nodes: mentions are spread over
 * temporary files by pack, and sorted there one file after the other.
 */
final class PackUses implements AutoCloseable {

    private static final int PARTITIONS = 64;
    private static final int ROW = 16;
    private static final int INDEX = 1 << 31;

    private final Path directory;
    private final @Nullable Spool[] partitions = new Spool[PARTITIONS];
    private final Map<Digest, Integer> numbers = new HashMap<>();
    private final List<Digest> names = new ArrayList<>();
    private final ByteWriter row = new ByteWriter(ROW);

    PackUses(Path directory) {
        this.directory = directory;
    }

    /**
     * Notes that a node mentions a frame.
     *
     * @param offset of the frame in the pack, below 2^31
     * @param stored length of the frame
     * @param used the share of it that the node uses, in stored bytes
     */
    void frame(Digest pack, long offset, int stored, int used) throws IOException {
        add(pack, offset, stored, used);
    }

    /** Notes that an index blob is used. */
    void blob(Digest pack, long offset, int stored) throws IOException {
        add(pack, offset, stored | INDEX, stored);
    }

    /** What is used of each pack. */
    List<PackUse> finish(Map<Digest, Long> sizes) throws IOException {
        List<PackUse> uses = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Spool spool = partitions[partition];
            if (spool != null) {
                spool.flush();
                count(read(spool), sizes, uses);
            }
        }
        return uses;
    }

    @Override
    public void close() throws IOException {
        for (Spool spool : partitions) {
            if (spool != null) {
                spool.close();
            }
        }
    }

    private void add(Digest pack, long offset, int storedAndKind, int used) throws IOException {
        int number = numbers.computeIfAbsent(pack, p -> {
            names.add(p);
            return names.size() - 1;
        });
        Spool spool = partitions[number % PARTITIONS];
        if (spool == null) {
            spool = new Spool(directory);
            partitions[number % PARTITIONS] = spool;
        }
        row.clear();
        row.u32(number).u32((int) offset).u32(storedAndKind).u32(used);
        spool.append(row.array(), 0, ROW);
    }

    /** A mention of a blob. */
    private record Mention(int pack, int offset, int storedAndKind, int used) {}

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

    private void count(Mention[] mentions, Map<Digest, Long> sizes, List<PackUse> uses) {
        for (int i = 0; i < mentions.length; ) {
            int pack = mentions[i].pack;
            long used = 0;
            boolean data = false;
            boolean index = false;
            while (i < mentions.length && mentions[i].pack == pack) {
                Mention blob = mentions[i];
                long usedOfBlob = 0;
                while (i < mentions.length && mentions[i].pack == pack && mentions[i].offset == blob.offset) {
                    usedOfBlob += mentions[i++].used;
                }
                used += Math.min(usedOfBlob, blob.storedAndKind & ~INDEX);
                data |= (blob.storedAndKind & INDEX) == 0;
                index |= (blob.storedAndKind & INDEX) != 0;
            }
            Digest name = names.get(pack);
            Long size = sizes.get(name);
            if (size == null) {
                throw new IllegalStateException("the length of pack " + name + " is not known");
            }
            uses.add(new PackUse(name, size, used, data, index));
        }
    }
}
