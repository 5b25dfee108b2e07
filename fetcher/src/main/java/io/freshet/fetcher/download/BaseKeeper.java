package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;
import java.io.IOException;

/** Keeps the members of frames that come by which are bases of others, and needed. */
record BaseKeeper(Bases bases, BasesAtHand atHand) {

    /** Keeps what is needed of a frame, each base if it is right; false if one was not. */
    boolean keep(FrameRow frame, FrameMembers members) throws IOException {
        int[] numbers = bases.basesIn(frame);
        boolean right = true;
        for (int member = 0; member < numbers.length; member++) {
            int base = numbers[member];
            if (base == KeyNumbers.NONE || !atHand.wants(base)) {
                continue;
            }
            if (members.id(member).word(0) == bases.word(base)) {
                atHand.keep(base, members.plain(), members.start(member));
            } else {
                right = false;
            }
        }
        return right;
    }
}
