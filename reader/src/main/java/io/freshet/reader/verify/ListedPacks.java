package io.freshet.reader.verify;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BlobPlace;
import java.util.HashMap;
import java.util.Map;

/** The packs that a snapshot says it needs: whatever its indexes name must lie within one of them. */
final class ListedPacks {

    /** Bits that hold every offset in a pack. */
    private static final int OFFSET_BITS = 32;

    private final Map<Digest, Long> sizes;
    private final Map<Digest, Integer> numbers = new HashMap<>();

    /** @param sizes of the packs, in bytes */
    ListedPacks(Map<Digest, Long> sizes) {
        this.sizes = Map.copyOf(sizes);
    }

    void within(BlobPlace place) throws FormatException {
        within(place.pack(), place.offset() + place.stored());
    }

    /** Checks that the pack is listed and has as many bytes as {@code end}. */
    void within(Digest pack, long end) throws FormatException {
        Long size = sizes.get(pack);
        if (size == null) {
            throw new FormatException("pack list", "does not have pack " + pack + ", which the index names");
        }
        if (end > size) {
            throw new FormatException(
                    "location index", "names byte " + end + " of pack " + pack + ", which has " + size);
        }
    }

    /** A number for the frame at {@code offset} of a listed pack, which no other frame has. */
    long frame(Digest pack, long offset) {
        return (long) numbers.computeIfAbsent(pack, any -> numbers.size()) << OFFSET_BITS | offset;
    }
}
