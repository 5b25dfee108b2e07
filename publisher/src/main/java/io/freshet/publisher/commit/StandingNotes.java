package io.freshet.publisher.commit;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What somebody should know of the documents that a new online key has taken over.
 *
 * @param newer what their keys have signed beside them, and was not chosen: a run has left it that died, or whoever had the
 *     online key has taken it back
 * @param foreign paths that bear the name of a newer one, and that its keys have not signed
 * @param passed roles of which a version was chosen below the one that stands, which the new keys have named since
 */
public record StandingNotes(Set<SignedVersion> newer, Set<String> foreign, Set<String> passed) {

    static final StandingNotes NONE = new StandingNotes(Set.of(), Set.of(), Set.of());

    /** Copies the sets, in order. */
    public StandingNotes {
        newer = Collections.unmodifiableSet(new LinkedHashSet<>(newer));
        foreign = Collections.unmodifiableSet(new LinkedHashSet<>(foreign));
        passed = Collections.unmodifiableSet(new LinkedHashSet<>(passed));
    }

    StandingNotes plus(StandingNotes more) {
        return new StandingNotes(both(newer, more.newer), both(foreign, more.foreign), both(passed, more.passed));
    }

    /** The same, nothing being said of versions that this run itself has put above what was chosen. */
    StandingNotes without(Set<String> restored) {
        Set<String> others = new LinkedHashSet<>(passed);
        others.removeAll(restored);
        return new StandingNotes(newer, foreign, others);
    }

    private static <T> Set<T> both(Set<T> these, Set<T> those) {
        Set<T> both = new LinkedHashSet<>(these);
        both.addAll(those);
        return both;
    }
}
