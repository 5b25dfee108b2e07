package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;

/** Where a chunk lies: it is member number {@code member} of a frame. */
public record FrameMember(FrameRow frame, int member) {}
