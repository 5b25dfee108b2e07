package io.freshet.core.index;

/**
 * Says where {@code count} chunks of a content node, in order from number {@code chunk} on, lie once more: in delta row
 * {@code row} from {@code member} on.
 */
public record DeltaRun(int chunk, int count, int row, int member) {

    /** Checks the numbers. */
    public DeltaRun {
        if (chunk < 0 || count <= 0 || row < 0 || member < 0) {
            throw new IllegalArgumentException(
                    "a delta run of %d chunks from %d on at (%d, %d)".formatted(count, chunk, row, member));
        }
    }
}
