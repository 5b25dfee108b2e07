package io.freshet.fetcher.plan;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import io.freshet.fetcher.download.FrameNeed;
import io.freshet.fetcher.download.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames that must be downloaded, gathered until there are enough of them for good ranges. At first that is little, so that
 * mirrors are not kept waiting; then more and more, so that what lies side by side is asked for at once.
 */
final class Wanted {

    private static final long FIRST_BYTES = 16 << 20;
    private static final long MOST_BYTES = 256 << 20;
    private static final int MOST_TARGETS = 1 << 16;

    private final Map<Key, FrameNeed> frames = new LinkedHashMap<>();
    private long bytes;
    private long enoughBytes = FIRST_BYTES;
    private int targets;
    /** What was added to last: chunks that follow each other mostly lie in one frame. */
    private @Nullable FrameNeed last;

    private record Key(Digest pack, long offset) {}

    void add(FrameRow frame, List<FrameRow> rows, Target target) {
        FrameNeed need = last;
        if (need == null || !need.frame().equals(frame)) {
            need = frames.computeIfAbsent(new Key(frame.pack(), frame.offset()), key -> {
                bytes += frame.stored();
                return new FrameNeed(frame, frame.codec() == Codec.DELTA ? rows : List.of(), new ArrayList<>());
            });
            last = need;
        }
        need.targets().add(target);
        targets++;
    }

    boolean enough() {
        return bytes >= enoughBytes || targets >= MOST_TARGETS;
    }

    List<FrameNeed> take() {
        List<FrameNeed> taken = new ArrayList<>(frames.values());
        taken.forEach(need -> need.targets().sort(Comparator.comparingInt(Target::member)));
        frames.clear();
        last = null;
        bytes = 0;
        enoughBytes = Math.min(MOST_BYTES, 2 * enoughBytes);
        targets = 0;
        return taken;
    }
}
