package io.freshet.publisher.commit;

import io.freshet.core.log.TreeAppender;
import io.freshet.core.log.TreeHead;
import java.io.IOException;
import java.util.Optional;

/**
 * How far the log's sequence can be counted by whoever believes nobody that has written it: up to its first gap, and to the
 * first object that is no entry: no tree is to have that, and where it is too long, nobody could even read it. What a
 * signed tree has is counted, whatever it is, if the sequence makes that tree: it can't be undone. Objects are read one by
 * one from 0 on, and each once, however often that is asked.
 */
final class CountedSequence {

    private final LogSequence sequence;
    private TreeAppender read = TreeAppender.begin((path, bytes) -> {});
    private TreeHead signed = TreeHead.EMPTY;
    /** Entries of the largest signed tree so far that they make. */
    private long made;
    /** The first one behind that is no entry. */
    private long odd = Long.MAX_VALUE;
    /** Whether the one that follows what was read is too long. */
    private boolean ended;

    CountedSequence(LogSequence sequence) {
        this.sequence = sequence;
    }

    /**
     * How many are counted.
     *
     * @param head what a checkpoint says that may be signed by a thief
     * @param most the result is no more than that, but for what that tree has
     */
    long end(TreeHead head, long most) throws IOException {
        if (!head.equals(signed) && head.size() > made && head.size() <= read.size()) {
            read = TreeAppender.begin((path, bytes) -> {});
            odd = Long.MAX_VALUE;
            ended = false;
        }
        signed = head;
        if (!ended && read.size() < wanted(most)) {
            long gap = sequence.firstGap();
            while (!ended && read.size() < Math.min(gap, wanted(most))) {
                take();
            }
        }
        return Math.max(made, Math.min(most, Math.min(odd, read.size())));
    }

    /** Behind what is no entry nothing is counted that no signed tree has. */
    private long wanted(long most) {
        return odd < Long.MAX_VALUE ? signed.size() : Math.max(most, signed.size());
    }

    private void take() throws IOException {
        long number = read.size();
        Optional<byte[]> bytes = sequence.upToLimit(number);
        if (number >= made
                && !bytes.filter(found -> LogSequence.isEntry(number, found)).isPresent()) {
            odd = Math.min(odd, number);
        }
        if (bytes.isEmpty()) {
            ended = true;
            return;
        }
        read.append(bytes.get());
        if (read.size() == signed.size() && read.flush().equals(signed)) {
            made = read.size();
            odd = Long.MAX_VALUE;
        }
    }
}
