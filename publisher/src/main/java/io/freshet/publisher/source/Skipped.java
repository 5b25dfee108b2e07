package io.freshet.publisher.source;

import java.util.ArrayList;
import java.util.List;

/** What a walk left out: how much, and the first of it by name. */
public final class Skipped {

    /** How many are named. */
    public static final int NAMED = 1000;

    private final List<Entry> named = new ArrayList<>();
    private long count;

    /**
     * Something that is not published.
     *
     * @param path in the source
     * @param reason why, in words
     */
    public record Entry(String path, String reason) {}

    synchronized void add(String path, String reason) {
        count++;
        if (named.size() < NAMED) {
            named.add(new Entry(path, reason));
        }
    }

    /** How many were left out; a directory with all that is below it counts as one. */
    public synchronized long count() {
        return count;
    }

    /** The first {@value #NAMED} of them. */
    public synchronized List<Entry> named() {
        return List.copyOf(named);
    }
}
