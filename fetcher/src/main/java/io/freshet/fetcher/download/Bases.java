package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.FrameRow;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What bases nodes say: which bases delta frames are made against, and in which members of which frames these lie. Each
 * member that is a base has a number, from 0 on.
 *
 * <p>Takes 26 bytes each time that a base is named, 22 to 33 for each frame that bases lie in, and 21 to 32 for each delta
 * frame. Where three bases lie in each plain frame of 32 pages, that is 38 bytes a base, as measured: 55 MiB for as many as
 * there may be. Read by any number of threads while nobody adds.
 */
final class Bases {

    /** As many as the number of a member takes. */
    private static final int MEMBER_BITS = 10;

    private static final int MEMBER_MASK = (1 << MEMBER_BITS) - 1;

    private final FrameTable frames = new FrameTable();
    private final KeyNumbers members = new KeyNumbers();
    private long[] words = new long[0];

    private final FrameNumbers deltas = new FrameNumbers();
    private byte[] depths = new byte[0];
    private int[] firsts = new int[0];
    private short[] counts = new short[0];

    /** The bases of each delta frame, one frame after the other. */
    private int[] named = new int[0];

    private int count;

    /**
     * A delta frame.
     *
     * @param number among all delta frames, from 0 on
     * @param depth of the node that lists it
     * @param first number of its first base among all that nodes have named
     * @param count how many there are
     */
    record Delta(int number, int depth, int first, int count) {}

    /** Makes room for what nodes name together: a table that grows by and by is twice in memory each time. */
    void reserve(int more) {
        int needed = Math.addExact(count, more);
        if (needed > named.length) {
            named = Arrays.copyOf(named, needed);
            members.reserve(more);
            words = Arrays.copyOf(words, Math.addExact(members.size(), more));
        }
    }

    /** Adds what a node says. Of a delta frame that several list, the one of lowest depth counts. */
    void add(BasesNode node, int depth) throws FormatException {
        reserve(Math.toIntExact(node.bases()));
        int[] rows = new int[node.frames().size()];
        Arrays.fill(rows, KeyNumbers.NONE);
        for (BasesNode.Bases bases : node.deltas()) {
            list(bases, depth);
            for (int i = 0; i < bases.count(); i++) {
                int row = bases.rows()[i];
                if (rows[row] == KeyNumbers.NONE) {
                    rows[row] = number(node.frames().get(row));
                }
                named[count++] = base(rows[row], bases.members()[i], bases.words()[i]);
            }
        }
    }

    private void list(BasesNode.Bases bases, int depth) {
        int known = deltas.size();
        int number = deltas.add(new FrameName(bases.pack(), bases.offset()));
        if (number < known && depths[number] <= depth) {
            return;
        }
        if (number == depths.length) {
            int room = KeyNumbers.room(number, number + 1);
            depths = Arrays.copyOf(depths, room);
            firsts = Arrays.copyOf(firsts, room);
            counts = Arrays.copyOf(counts, room);
        }
        depths[number] = (byte) depth;
        firsts[number] = count;
        counts[number] = (short) bases.count();
    }

    private int number(FrameRow frame) throws FormatException {
        return frames.add(frame).orElseThrow(() -> otherwise(FrameName.of(frame)));
    }

    private int base(int frame, int member, long word) throws FormatException {
        int known = members.size();
        int base = members.add(((long) frame << MEMBER_BITS) | member);
        if (base == known) {
            words[base] = word;
        } else if (words[base] != word) {
            throw otherwise(frames.name(frame));
        }
        return base;
    }

    /** That nodes contradict each other, or a leaf. */
    static FormatException otherwise(FrameName frame) {
        return new FormatException("bases node", "says something else of " + frame + " than the rest of the index");
    }

    /** How many bases there are. */
    int size() {
        return members.size();
    }

    /** All delta frames that are listed. */
    Iterable<FrameName> deltas() {
        return () -> IntStream.range(0, deltas.size()).mapToObj(deltas::name).iterator();
    }

    /** A delta frame, if a node lists it. */
    Optional<Delta> delta(FrameName name) {
        int number = deltas.find(name);
        return number == KeyNumbers.NONE ? Optional.empty() : Optional.of(delta(number));
    }

    /** The delta frame with this number. */
    Delta delta(int number) {
        return new Delta(number, depths[number], firsts[number], counts[number]);
    }

    /** The names of the delta frames with these numbers, pack by pack, in the order in which they lie there. */
    Iterable<FrameName> asStored(BitSet numbers) {
        return () ->
                Arrays.stream(deltas.asStored(numbers)).mapToObj(deltas::name).iterator();
    }

    /** The frames that bases lie in, as the nodes know them. */
    FrameTable frames() {
        return frames;
    }

    /** A frame that a base lies in, as the nodes know it. */
    Optional<FrameRow> frame(FrameName name) {
        int number = frames.find(name);
        return number == KeyNumbers.NONE ? Optional.empty() : Optional.of(frames.row(number));
    }

    /** The base that stands at {@code index} in the head of a delta frame. */
    int base(Delta delta, int index) {
        return named[delta.first + index];
    }

    /** The numbers of the members of a frame that are bases, by the numbers of the members; elsewhere {@link KeyNumbers#NONE}. */
    int[] basesIn(FrameRow frame) {
        int number = frames.find(FrameName.of(frame));
        if (number == KeyNumbers.NONE || !frames.matches(number, frame)) {
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

    /** The number of the frame that a base lies in. */
    int frame(int base) {
        return (int) (members.key(base) >>> MEMBER_BITS);
    }

    /** Length of a base, in bytes. */
    int length(int base) {
        return frames.length(frame(base), (int) members.key(base) & MEMBER_MASK);
    }
}
