package io.freshet.cli.nights;

import java.util.SplittableRandom;

/** A page file in which a record of some pages changes each night. */
final class PageNights {

    static final int PAGE = 4096;
    static final int PAGES = 2000;
    static final int CHANGED = 100;

    private PageNights() {}

    /** Changes a record in each of some pages. */
    static void change(byte[] pages, int night) {
        SplittableRandom random = new SplittableRandom(night);
        for (int page : random.ints(0, PAGES).distinct().limit(CHANGED).toArray()) {
            byte[] record = new byte[64];
            random.nextBytes(record);
            System.arraycopy(record, 0, pages, page * PAGE + 64 * random.nextInt(PAGE / 64), record.length);
        }
    }
}
