package io.freshet.fetcher.plan;

import io.freshet.core.index.Item;
import io.freshet.fetcher.seed.SeedPlace;
import io.freshet.fetcher.tree.StagedFile;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that a file needs.
 *
 * @param chunk the chunk
 * @param number its number among the chunks of its leaf
 * @param file the file, {@code offset} where in it
 * @param seed where it may lie here
 */
record Need(
        Item.Chunk chunk,
        int number,
        StagedFile file,
        long offset,
        @Nullable SeedPlace seed) {

    /** Whether this follows {@code before} in its file, and in its seed. */
    boolean follows(Need before) {
        int length = before.chunk.size();
        return file == before.file
                && offset == before.offset + length
                && seed != null
                && before.seed != null
                && seed.file().equals(before.seed.file())
                && seed.offset() == before.seed.offset() + length;
    }
}
