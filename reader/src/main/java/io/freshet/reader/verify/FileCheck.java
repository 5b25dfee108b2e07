package io.freshet.reader.verify;

import io.freshet.core.index.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Compares one file with the pieces that it must be made of. */
public final class FileCheck {

    private FileCheck() {}

    /**
     * How many bytes lie in pieces that differ; those that the file has too many count, too.
     *
     * @param size how many bytes it must have
     */
    public static long wrongBytes(Path file, long size, List<Item.Piece> pieces) throws IOException {
        LongAdder wrong = new LongAdder();
        try (FileHashes hashes = new FileHashes(1, new CheckProgress())) {
            hashes.start(new FileHashes.Work(file, 0, pieces, wrong));
            hashes.await();
        }
        return wrong.sum() + Math.max(0, Files.size(file) - size);
    }
}
