package io.freshet.publisher.cut;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import java.io.IOException;

/**
 * Where the parent's files were cut, by the same profile. A chunk that is still there is known by its hash alone: its end
 * need not be looked for. Asked in the order of the index, and within a file by ascending offsets; for one thread.
 */
public interface EarlierCuts {

    /**
     * Length of the chunk that the parent has at an offset of a file, in bytes, if another one follows it at once there, so
     * that its end was decided by its own bytes; else 0.
     */
    int lengthAt(String component, EntryPath path, long offset) throws IOException;

    /** Whether the chunk of which the length was told last has that id. */
    boolean hasId(Digest id);
}
