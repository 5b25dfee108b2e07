package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;
import java.util.List;

/**
 * A frame that must be downloaded.
 *
 * @param frame where it lies
 * @param rows all rows of a delta frame's location node, which its bases are numbers in; none of another frame's: of many
 *     leaves they would take much memory
 * @param targets where its members go, those that are needed, by rising number of the member
 */
public record FrameNeed(FrameRow frame, List<FrameRow> rows, List<Target> targets) {}
