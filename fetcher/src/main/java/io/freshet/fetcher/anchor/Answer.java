package io.freshet.fetcher.anchor;

import java.util.Optional;

/**
 * What an anchor has said.
 *
 * @param anchor its name, without secrets
 * @param head height of its newest block, where it was asked and has said so
 */
public record Answer(String anchor, Vote vote, Optional<Long> head) {
    @Override
    public String toString() {
        return anchor + ": " + vote;
    }
}
