package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of frames, numbered as they come. Takes 22 to 33 bytes a frame, and 4 more a member where the members of a frame
 * differ in length. Read by any number of threads while nobody adds.
 */
final class FrameTable {

    /** As many as a member's length takes, less one. */
    private static final int LENGTH_BITS = 21;

    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    /** Arrays of equal lengths that are shared: most frames are alike. */
    private static final int MOST_SHARED = 256;

    private final FrameNumbers numbers = new FrameNumbers();
    /** The stored length; its complement for a delta frame. */
    private int[] stored = new int[0];
    /** Where members are of one length: how many, less one, and that length, less one. Else the complement of the number in {@link #uneven}. */
    private int[] shapes = new int[0];

    private final List<int[]> uneven = new ArrayList<>();
    private final Map<Integer, int[]> shared = new HashMap<>();

    /** Adds a frame, if it is not there; gives its number, or nothing if another row is known of it. */
    Optional<Integer> add(FrameRow frame) {
        int known = numbers.size();
        int number = numbers.add(FrameName.of(frame));
        if (number < known) {
            return matches(number, frame) ? Optional.of(number) : Optional.empty();
        }
        if (number >= stored.length) {
            int room = KeyNumbers.room(stored.length, number + 1);
            stored = Arrays.copyOf(stored, room);
            shapes = Arrays.copyOf(shapes, room);
        }
        stored[number] = frame.codec() == Codec.DELTA ? ~frame.stored() : frame.stored();
        shapes[number] = shape(frame.lengths());
        return Optional.of(number);
    }

    private int shape(int[] lengths) {
        int first = lengths[0];
        boolean even = Arrays.stream(lengths).allMatch(length -> length == first);
        if (!even || lengths.length > FrameLimits.MAX_MEMBERS || first < 1 || first > FrameLimits.MAX_CHUNK) {
            uneven.add(lengths);
            return ~(uneven.size() - 1);
        }
        int shape = ((lengths.length - 1) << LENGTH_BITS) | (first - 1);
        if (shared.size() < MOST_SHARED) {
            shared.putIfAbsent(shape, lengths);
        }
        return shape;
    }

    /** The number of a frame, or {@link KeyNumbers#NONE}. */
    int find(FrameName name) {
        return numbers.find(name);
    }

    /** What the frame with this number is called. */
    FrameName name(int number) {
        return numbers.name(number);
    }

    /** These numbers, pack by pack, in the order in which the frames lie there. */
    int[] asStored(BitSet these) {
        return numbers.asStored(these);
    }

    /** Whether the frame with this number has this row. */
    boolean matches(int number, FrameRow frame) {
        return row(number).equals(frame);
    }

    /** Whether a frame is made against bases. */
    boolean isDelta(int number) {
        return stored[number] < 0;
    }

    /** Length of a member, in bytes. */
    int length(int number, int member) {
        int shape = shapes[number];
        return shape < 0 ? uneven.get(~shape)[member] : (shape & LENGTH_MASK) + 1;
    }

    /** The row of the frame with this number. */
    FrameRow row(int number) {
        FrameName name = numbers.name(number);
        boolean delta = isDelta(number);
        int length = delta ? ~stored[number] : stored[number];
        return new FrameRow(
                name.pack(), name.offset(), length, delta ? Codec.DELTA : Codec.ZSTD, lengths(shapes[number]));
    }

    private int[] lengths(int shape) {
        if (shape < 0) {
            return uneven.get(~shape);
        }
        int[] known = shared.get(shape);
        if (known != null) {
            return known;
        }
        int[] lengths = new int[(shape >>> LENGTH_BITS) + 1];
        Arrays.fill(lengths, (shape & LENGTH_MASK) + 1);
        return lengths;
    }
}
