package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.FrameRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What bases nodes say: which bases delta frames are made against, and in which members of which frames these lie. Each
 * member that is a base has a number, from 0 on.
 *
 * <p>Takes 24 to 48 bytes a base, 4 more each time that one is named, and some 150 for each frame. Where 8 GB of pages lie
 * in delta frames by half, and are made against as many others, that is 75 MiB. Read by any number of threads while nobody
 * adds.
 */
final class Bases {

    /** As many as the number of a member takes. */
    private static final int MEMBER_BITS = 10;

    private static final int MEMBER_MASK = (1 << MEMBER_BITS) - 1;

    private final List<FrameRow> frames = new ArrayList<>();
    private final Map<FrameName, Integer> frameNumbers = new HashMap<>();
    private final Map<FrameName, Delta> deltas = new HashMap<>();
    private final KeyNumbers members = new KeyNumbers();
    private long[] words = new long[0];
    private int[] named = new int[0];
    private int count;

    /**
     * A delta frame.
     *
     * @param depth of the node that lists it
     * @param first number of its first base among all that nodes have named
     * @param count how many there are
     */
    record Delta(int depth, int first, int count) {}

    /** Adds what a node says. Of a delta frame that several list, the one of lowest depth counts. */
    void add(BasesNode node, int depth) throws FormatException {
        int[] rows = new int[node.frames().size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = number(node.frames().get(i));
        }
        for (BasesNode.Bases bases : node.deltas()) {
            Delta delta = new Delta(depth, count, bases.count());
            named = room(named, Math.addExact(count, bases.count()));
            for (int i = 0; i < bases.count(); i++) {
                named[count++] = base(rows[bases.rows()[i]], bases.members()[i], bases.words()[i]);
            }
            deltas.merge(
                    new FrameName(bases.pack(), bases.offset()),
                    delta,
                    (before, next) -> next.depth < before.depth ? next : before);
        }
    }

    private int number(FrameRow frame) throws FormatException {
        int number = frameNumbers.computeIfAbsent(FrameName.of(frame), _ -> {
            frames.add(frame);
            return frames.size() - 1;
        });
        if (!frames.get(number).equals(frame)) {
            throw otherwise(FrameName.of(frame));
        }
        return number;
    }

    private int base(int frame, int member, long word) throws FormatException {
        int known = members.size();
        int base = members.add(((long) frame << MEMBER_BITS) | member);
        if (base == known) {
            if (base == words.length) {
                words = Arrays.copyOf(words, Math.max(1 << 10, 2 * base));
            }
            words[base] = word;
        } else if (words[base] != word) {
            throw otherwise(FrameName.of(frames.get(frame)));
        }
        return base;
    }

    /** That nodes contradict each other, or a leaf. */
    static FormatException otherwise(FrameName frame) {
        return new FormatException("bases node", "says something else of " + frame + " than the rest of the index");
    }

    private static int[] room(int[] array, int length) {
        return length <= array.length ? array : Arrays.copyOf(array, Math.max(length, array.length / 2 * 3));
    }

    /** How many bases there are. */
    int size() {
        return members.size();
    }

    /** All delta frames that are listed. */
    Collection<FrameName> deltas() {
        return deltas.keySet();
    }

    /** A delta frame, if a node lists it. */
    Optional<Delta> delta(FrameName name) {
        return Optional.ofNullable(deltas.get(name));
    }

    /** A frame that a base lies in, as the nodes know it. */
    Optional<FrameRow> frame(FrameName name) {
        return Optional.ofNullable(frameNumbers.get(name)).map(frames::get);
    }

    /** The base that stands at {@code index} in the head of a delta frame. */
    int base(Delta delta, int index) {
        return named[delta.first + index];
    }

    /** The numbers of the members of a frame that are bases, by the numbers of the members; elsewhere {@link KeyNumbers#NONE}. */
    int[] basesIn(FrameRow frame) {
        Integer number = frameNumbers.get(FrameName.of(frame));
        if (number == null || !frames.get(number).equals(frame)) {
            return new int[0];
        }
        int[] bases = new int[frame.lengths().length];
        for (int member = 0; member < bases.length; member++) {
            bases[member] = members.find(((long) number << MEMBER_BITS) | member);
        }
        return bases;
    }

    /** The first word of a base's id. */
    long word(int base) {
        return words[base];
    }

    /** Which frame a base lies in. */
    FrameRow frame(int base) {
        return frames.get((int) (members.key(base) >>> MEMBER_BITS));
    }

    /** Length of a base, in bytes. */
    int length(int base) {
        return frame(base).lengths()[(int) members.key(base) & MEMBER_MASK];
    }
}
