package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;
import java.util.List;

/**
 * A frame that must be downloaded.
 *
 * @param frame where it lies
 * @param rows all rows of its location node: what the bases of a delta frame are numbers in
 * @param targets where its members go, those that are needed, by rising number of the member
 */
public record FrameNeed(FrameRow frame, List<FrameRow> rows, List<Target> targets) {}
