package io.freshet.core.index;

/**
 * Places {@code count} chunks of a content node, in order: in row {@code row} from {@code member} on, then in the rows
 * after it from their first member on.
 */
public record ChunkRun(int count, int row, int member) {

    /** Checks the numbers. */
    public ChunkRun {
        if (count <= 0 || row < 0 || member < 0) {
            throw new IllegalArgumentException("a run of %d chunks at (%d, %d)".formatted(count, row, member));
        }
    }
}
