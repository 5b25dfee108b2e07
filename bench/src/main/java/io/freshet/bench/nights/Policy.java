package io.freshet.bench.nights;

/**
 * How much to write again with a publication, so that a cold fetch does not read too much that is dead.
 *
 * @param target bytes that a cold fetch may read, over its live bytes
 * @param budget most bytes to write again, as a share of the live bytes
 * @param unit bytes of a region that is judged as a whole (a pack or less)
 */
record Policy(double target, double budget, int unit) {
    static final Policy NONE = new Policy(Double.POSITIVE_INFINITY, 0, Layout.PACK);
}
