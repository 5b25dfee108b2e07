package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.ContentDelta;
import io.freshet.publisher.dedupe.KnownLeaves.KnownLeaf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which leaves of the parent a new leaf is best made from: those that hold most of its chunks. A leaf's end moves
 * when the chunk there changes, so that it often takes two. For one thread.
 */
public final class BaseChoice {

    /** Fewer chunks in common are not worth the name of the base, and what a reader does to hold it. */
    private static final int FEWEST = 8;

    private final KnownLeaves.Reader leaves;
    private final Map<Long, Integer> hits = new TreeMap<>();
    private @Nullable KnownLeaf current;
    private long number = -1;

    BaseChoice(KnownLeaves.Reader leaves) {
        this.leaves = leaves;
    }

    /** A leaf of the parent, with its plain form. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Base(Digest id, byte[] plain) {}

    /** The open leaf has the known chunk of that number. */
    public void hit(long chunk) throws IOException {
        if (current == null || chunk < current.first() || chunk >= current.end()) {
            number = find(chunk);
            current = number < 0 ? null : leaves.get(number);
        }
        if (number >= 0) {
            hits.merge(number, 1, Integer::sum);
        }
    }

    /** The bases of the leaf that ends here, none if there is no good one; the next one begins. */
    public List<Base> take(int plainLength) throws IOException {
        List<Map.Entry<Long, Integer>> best = hits.entrySet().stream()
                .filter(leaf -> leaf.getValue() >= FEWEST)
                .sorted(Map.Entry.<Long, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(ContentDelta.MAX_BASES)
                .toList();
        List<Base> bases = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Long, Integer> leaf : best) {
            KnownLeaf known = leaves.get(leaf.getKey());
            if (ContentDelta.fits(plainLength, bytes + known.length())) {
                bases.add(new Base(known.id(), leaves.plain(known)));
                bytes += known.length();
            }
        }
        hits.clear();
        return bases;
    }

    /** Forgets what the leaf that ends here had. */
    public void skip() {
        hits.clear();
    }

    /** Number of the leaf with a chunk, the one behind the present one most likely; -1 if it is in none. */
    private long find(long chunk) throws IOException {
        if (number + 1 < leaves.count()) {
            KnownLeaf next = leaves.get(number + 1);
            if (chunk >= next.first() && chunk < next.end()) {
                return number + 1;
            }
        }
        long low = 0;
        long high = leaves.count() - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            KnownLeaf leaf = leaves.get(middle);
            if (chunk < leaf.first()) {
                high = middle - 1;
            } else if (chunk >= leaf.end()) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }
}
