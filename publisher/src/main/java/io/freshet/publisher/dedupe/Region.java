package io.freshet.publisher.dedupe;

/**
 * A part of a pack that is judged as a whole.
 *
 * @param pack number of the pack among the known ones
 * @param number of the region in it: the bytes from {@code number * BYTES} on
 * @param live stored bytes of the chunks that the parent wants there
 * @param read bytes that a cold fetch of the parent reads there
 * @param paged whether it has pages, which deltas may be made against
 */
record Region(int pack, int number, long live, long read, boolean paged) {

    /** Length of a region. */
    static final int BYTES = 8 << 20;

    /** The number of the region that an offset lies in. */
    static int at(long offset) {
        return (int) (offset / BYTES);
    }

    /** The share of what is read that is wanted. */
    double liveShare() {
        return (double) live / read;
    }

    /** Dead bytes that are read, once another share of the live ones has died. */
    double waste(double decay) {
        return read - live * (1 - decay);
    }
}
