package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plain frames that are needed for bases in them, as long as nobody has asked for them. Most lie between frames that are read
 * for chunks: those go along with these, in the same ranges.
 */
final class FramesOfBases {

    /** Of a take: what lies before the last frame of it in each pack is no more than some packs. */
    private static final int MOST = 1 << 16;

    private final FrameTable frames;
    /** Their numbers, pack by pack, in the order in which they lie there. */
    private final int[] left;
    /** Where in {@link #left} a pack's frames begin that were not asked for. */
    private final Map<Digest, Integer> next = new HashMap<>();

    FramesOfBases(FrameTable frames, BitSet needed) {
        this.frames = frames;
        this.left = frames.asStored(needed);
        for (int i = left.length - 1; i >= 0; i--) {
            next.put(frames.name(left[i]).pack(), i);
        }
    }

    /**
     * Those that lie before the last of {@code others} in its pack, and are not among them: they are asked for now. Of more than
     * 65,536, the rest is left for a later call, or for whoever needs it.
     */
    List<FrameNeed> before(List<FrameNeed> others) {
        Map<Digest, Long> ends = new HashMap<>();
        Set<FrameName> asked = new HashSet<>();
        for (FrameNeed need : others) {
            FrameRow frame = need.frame();
            if (next.containsKey(frame.pack())) {
                ends.merge(frame.pack(), frame.offset(), Math::max);
                asked.add(FrameName.of(frame));
            }
        }
        List<FrameNeed> taken = new ArrayList<>();
        ends.forEach((pack, end) -> {
            int at = next.getOrDefault(pack, left.length);
            for (; at < left.length && taken.size() < MOST && isBefore(frames.name(left[at]), pack, end); at++) {
                if (!asked.contains(frames.name(left[at]))) {
                    taken.add(new FrameNeed(frames.row(left[at]), List.of()));
                }
            }
            next.put(pack, at);
        });
        return taken;
    }

    private static boolean isBefore(FrameName frame, Digest pack, long end) {
        return frame.pack().equals(pack) && frame.offset() <= end;
    }
}
