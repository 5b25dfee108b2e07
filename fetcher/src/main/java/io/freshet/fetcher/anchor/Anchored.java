package io.freshet.fetcher.anchor;

import java.util.List;
import java.util.Optional;

/**
 * That a snapshot is the chain's, by enough of those who were asked.
 *
 * @param quorum how many had to agree
 * @param answers of all who were asked, in their order
 * @param head height of the chain, if it was asked for: no more than {@code quorum - 1} anchors could have raised it
 */
public record Anchored(Claim claim, int quorum, List<Answer> answers, Optional<Long> head) {

    /** Copies the list. */
    public Anchored {
        answers = List.copyOf(answers);
    }

    /** The names of those who agree. */
    public List<String> by() {
        return answers.stream()
                .filter(answer -> answer.vote() instanceof Vote.Agrees)
                .map(Answer::anchor)
                .toList();
    }

    /** How many blocks the snapshot is behind the head, if that was asked for; 0 where it is ahead of what is known. */
    public Optional<Long> lag() {
        return head.map(height -> Math.max(0, height - claim.height()));
    }
}
