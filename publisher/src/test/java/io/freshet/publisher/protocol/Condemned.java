package io.freshet.publisher.protocol;

import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * One generation of the condemned list.
 *
 * @param number N of {@code condemned/N.json}
 */
record Condemned(int number, List<Entry> entries) {
    /** Not yet. */
    static final int NEVER = -1;

    /**
     * @param generation the first list that had this entry
     * @param passed when every destination was seen to have that list, or {@link #NEVER}
     * @param erased when the pack was gone everywhere, or {@link #NEVER}
     */
    record Entry(String pack, int generation, int passed, int erased) {
        Entry passedAt(int tick) {
            return new Entry(pack, generation, tick, erased);
        }

        Entry erasedAt(int tick) {
            return new Entry(pack, generation, passed, tick);
        }

        @Override
        public String toString() {
            return pack + (erased > NEVER ? " erased at " + erased : passed > NEVER ? " passed at " + passed : "");
        }
    }

    boolean lists(String pack) {
        return entries.stream().anyMatch(entry -> entry.pack().equals(pack));
    }

    SortedSet<String> packs() {
        return Sets.copy(entries.stream().map(Entry::pack).collect(Collectors.toSet()));
    }
}
