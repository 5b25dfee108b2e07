package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.PackUse;
import io.freshet.publisher.frame.BlobMentions;
import io.freshet.publisher.frame.BlobMentions.UsedBlob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts how much of each pack a snapshot uses. */
final class PackUses implements AutoCloseable {

    private final BlobMentions mentions;
    private final Map<Digest, Integer> numbers = new HashMap<>();
    private final List<Digest> names = new ArrayList<>();

    PackUses(Path directory) {
        mentions = new BlobMentions(directory);
    }

    /**
     * Notes that a node mentions a frame.
     *
     * @param used the share of it that the node uses, in stored bytes
     */
    void frame(Digest pack, long offset, int stored, int used) throws IOException {
        mentions.add(number(pack), offset, stored, false, used);
    }

    /** Notes that an index blob, or a delta frame that holds chunks once more, is used. */
    void blob(Digest pack, long offset, int stored) throws IOException {
        mentions.add(number(pack), offset, stored, true, stored);
    }

    /** What is used of each pack. */
    List<PackUse> finish(Map<Digest, Long> sizes) throws IOException {
        Sum[] sums = new Sum[names.size()];
        mentions.merge(blob -> {
            if (sums[blob.pack()] == null) {
                sums[blob.pack()] = new Sum();
            }
            sums[blob.pack()].add(blob);
        });
        List<PackUse> uses = new ArrayList<>();
        for (int pack = 0; pack < sums.length; pack++) {
            Digest name = names.get(pack);
            Long size = sizes.get(name);
            if (size == null) {
                throw new IllegalStateException("the length of pack " + name + " is not known");
            }
            uses.add(new PackUse(name, size, sums[pack].used, sums[pack].data, sums[pack].index));
        }
        return uses;
    }

    @Override
    public void close() throws IOException {
        mentions.close();
    }

    private int number(Digest pack) {
        return numbers.computeIfAbsent(pack, p -> {
            names.add(p);
            return names.size() - 1;
        });
    }

    /** What is used of one pack. */
    private static final class Sum {

        private long used;
        private boolean data;
        private boolean index;

        void add(UsedBlob blob) {
            used += blob.used();
            data |= !blob.marked();
            index |= blob.marked();
        }
    }
}
