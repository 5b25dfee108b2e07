package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers targets by the frames that they shall come out of. */
public final class FrameNeeds {

    private final Map<FrameRow, FrameNeed> needs = new LinkedHashMap<>();
    /** What was added to last: chunks that follow each other mostly lie in one frame. */
    private @Nullable FrameNeed last;

    /** Adds a target that shall come out of {@code frame}; says whether that is the frame's first. */
    public boolean add(FrameRow frame, Target target) {
        FrameNeed need = last;
        if (need == null || !need.frame().equals(frame)) {
            need = needs.computeIfAbsent(frame, row -> new FrameNeed(row, new ArrayList<>()));
            last = need;
        }
        need.targets().add(target);
        return need.targets().size() == 1;
    }

    /** What was gathered; nothing is left. */
    public List<FrameNeed> take() {
        List<FrameNeed> taken = new ArrayList<>(needs.values());
        taken.forEach(need -> need.targets().sort(Comparator.comparingInt(target -> target.memberOf(need.frame()))));
        needs.clear();
        last = null;
        return taken;
    }
}
