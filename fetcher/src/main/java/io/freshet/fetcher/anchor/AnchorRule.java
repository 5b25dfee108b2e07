package io.freshet.fetcher.anchor;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Who is asked whether a snapshot is the chain's, and what is enough.
 *
 * @param anchors each of which has one vote
 * @param quorum how many of them must agree
 * @param maxLag how many blocks a snapshot may be behind the chain's head at most
 */
public record AnchorRule(List<Anchor> anchors, int quorum, Optional<Long> maxLag) {

    /** @throws IllegalArgumentException if that can't be a rule; says why */
    public AnchorRule {
        anchors = List.copyOf(anchors);
        if (new HashSet<>(anchors).size() < anchors.size()) {
            throw new IllegalArgumentException("the same anchor twice has one vote: name another");
        }
        if (quorum < 1 || quorum > anchors.size()) {
            throw new IllegalArgumentException("the quorum can't be " + quorum + ": it is at least 1, and at most "
                    + anchors.size() + ", the number of anchors");
        }
        if (maxLag.isPresent() && anchors.stream().noneMatch(Anchor::hasHead)) {
            throw new IllegalArgumentException("none of the anchors knows the chain's head: name a node");
        }
    }

    /** More than half of {@code anchors}: what neither half of a split could have. */
    public static int majority(int anchors) {
        return anchors / 2 + 1;
    }
}
