package io.freshet.core.log;

import io.freshet.core.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RFC 6962, section 2.1, word for word, over leaves that are all held; it remembers what it has computed. */
final class NaiveTree implements HashSource {

    private final List<Digest> leaves = new ArrayList<>();
    private final Map<List<Long>, Digest> known = new HashMap<>();

    static NaiveTree of(List<byte[]> entries) {
        NaiveTree tree = new NaiveTree();
        entries.forEach(tree::add);
        return tree;
    }

    void add(byte[] entry) {
        leaves.add(LogHash.leaf(entry));
    }

    Digest leaf(long index) {
        return leaves.get((int) index);
    }

    TreeHead head(long size) {
        return new TreeHead(size, mth(0, size));
    }

    @Override
    public Digest hash(int height, long index) {
        return mth(index << height, (index + 1) << height);
    }

    Digest mth(long from, long to) {
        if (to == from) {
            return Digest.of(new byte[0]);
        }
        if (to - from == 1) {
            return leaf(from);
        }
        List<Long> range = List.of(from, to);
        Digest hash = known.get(range);
        if (hash == null) {
            long k = k(to - from);
            hash = LogHash.node(mth(from, from + k), mth(from + k, to));
            known.put(range, hash);
        }
        return hash;
    }

    /** PATH(m, D[from:to]). */
    List<Digest> path(long m, long from, long to) {
        if (to - from == 1) {
            return List.of();
        }
        long k = k(to - from);
        return m < k
                ? plus(path(m, from, from + k), mth(from + k, to))
                : plus(path(m - k, from + k, to), mth(from, from + k));
    }

    /** PROOF(m, D[n]). */
    List<Digest> proof(long m, long n) {
        return m == 0 ? List.of() : subproof(m, 0, n, true);
    }

    private List<Digest> subproof(long m, long from, long to, boolean whole) {
        if (m == to - from) {
            return whole ? List.of() : List.of(mth(from, to));
        }
        long k = k(to - from);
        return m <= k
                ? plus(subproof(m, from, from + k, whole), mth(from + k, to))
                : plus(subproof(m - k, from + k, to, false), mth(from, from + k));
    }

    private static long k(long n) {
        long k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static List<Digest> plus(List<Digest> path, Digest last) {
        List<Digest> all = new ArrayList<>(path);
        all.add(last);
        return all;
    }
}
