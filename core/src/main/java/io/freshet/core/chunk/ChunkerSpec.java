package io.freshet.core.chunk;

/** How the segments of a file are cut into chunks. Sizes are in bytes. */
public sealed interface ChunkerSpec {

    /** The largest chunk that the format knows. */
    int MAX_CHUNK = 2 << 20;

    /** Length of the longest chunk that this makes. */
    int maxLength();

    /**
     * Cuts at the multiples of a size in the file.
     *
     * @param size a power of two, 4,096 to 2,097,152
     */
    record Fixed(int size) implements ChunkerSpec {
        public Fixed {
            powerOfTwo("size", size, 4096);
        }

        @Override
        public int maxLength() {
            return size;
        }
    }

    /**
     * Cuts by content, with normalised lengths.
     *
     * @param min a power of two, at least 1,024: no chunk but a segment's last is as short
     * @param avg a power of two above {@code min}: where cuts become likelier
     * @param max a power of two above {@code avg}, at most 2,097,152
     * @param normalization 0 to 3, less than log2 of {@code avg}: how many bits harder and easier a cut is before and
     *     behind {@code avg}
     */
    record FastCdc(int min, int avg, int max, int normalization) implements ChunkerSpec {
        public FastCdc {
            powerOfTwo("min", min, 1024);
            powerOfTwo("avg", avg, 1024);
            powerOfTwo("max", max, 1024);
            if (min >= avg || avg >= max) {
                throw new IllegalArgumentException(
                        "min < avg < max does not hold of " + min + ", " + avg + " and " + max);
            }
            if (normalization < 0 || normalization > 3) {
                throw new IllegalArgumentException("normalization is " + normalization + ", not between 0 and 3");
            }
        }

        @Override
        public int maxLength() {
            return max;
        }
    }

    /**
     * A way of a later release. Its chunks are read like any others; nothing can be cut so here.
     *
     * @param kind its name
     */
    record Unknown(String kind) implements ChunkerSpec {
        @Override
        public int maxLength() {
            return MAX_CHUNK;
        }
    }

    private static void powerOfTwo(String name, int value, int least) {
        if (value < least || value > MAX_CHUNK || Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", not a power of two between " + least + " and " + MAX_CHUNK);
        }
    }
}
