package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;

/**
 * A pack that is at every destination already, though no snapshot mentions it: what an interrupted publication left.
 *
 * @param name of the pack
 * @param length in bytes
 * @param table what is in it
 */
public record StoredPack(Digest name, long length, PackTable table) {

    /** How many chunks are in it. */
    long chunks() {
        return table.rows().stream()
                .mapToLong(row ->
                        row instanceof PackRow.DataFrame frame ? frame.members().size() : 0)
                .sum();
    }
}
