package io.freshet.publisher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file of pages of records, as a copy-on-write tree keeps them: a page that changes in one record is written at another
 * place, and its own place is used again by the next one.
 */
final class RecordPages {

    static final int PAGE = 4096;
    private static final int RECORD = 64;

    private final SplittableRandom random;
    private final List<byte[]> pages = new ArrayList<>();
    private int free = -1;
    private int clock;

    RecordPages(int count, long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            byte[] page = new byte[PAGE];
            random.nextBytes(page);
            pages.add(page);
        }
        free = count - 1;
    }

    /** Changes one record in each of so many pages. */
    void change(int count) {
        for (int i = 0; i < count; i++) {
            int page = random.nextInt(pages.size());
            byte[] changed = pages.get(page).clone();
            int record = 1 + random.nextInt(PAGE / RECORD - 1);
            for (int at = 0; at < RECORD; at++) {
                changed[record * RECORD + at] = (byte) random.nextInt();
            }
            changed[0] = (byte) clock;
            changed[1] = (byte) (clock >> 8);
            clock++;
            pages.set(free, changed);
            free = page;
        }
    }

    /** Writes all pages to a file. */
    RecordPages write(Path file) {
        write(file, pages);
        return this;
    }

    /** The same with any pages. */
    static void write(Path file, List<byte[]> pages) {
        byte[] all = new byte[pages.size() * PAGE];
        for (int i = 0; i < pages.size(); i++) {
            System.arraycopy(pages.get(i), 0, all, i * PAGE, PAGE);
        }
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All pages as they are now. */
    List<byte[]> pages() {
        return List.copyOf(pages);
    }
}
