package io.freshet.publisher.source;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.ModifiedAt;
import java.security.MessageDigest;

/**
 * A digest over the paths, sizes and modification times of all files, in the order of the index: where a tree has the
 * parent's, nothing need have been written in between. A hint only, good enough to leave something undone for a night.
 */
public final class FileStamps {

    private final MessageDigest sha256 = Digest.sha256();
    private final ByteWriter row = new ByteWriter(1 << 10);

    /** Adds a file. */
    public void add(String component, EntryPath path, long size, ModifiedAt time) {
        row.clear();
        row.string(component)
                .string(path.value())
                .varint(size)
                .u64(time.seconds())
                .u32(time.nanos());
        sha256.update(row.array(), 0, row.size());
    }

    /** The digest over all that were added; nothing can be added afterwards. */
    public Digest finish() {
        return Digest.finish(sha256);
    }
}
