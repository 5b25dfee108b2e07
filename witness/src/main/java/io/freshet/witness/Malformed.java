package io.freshet.witness;

import io.freshet.core.FormatException;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TreeHead;
import io.freshet.core.log.WitnessAnswer;
import java.util.Base64;
import java.util.List;

/** What is answered to a note whose text is no checkpoint. */
final class Malformed {

    private Malformed() {}

    /** 400, but for the tree of no entries under a root that it can't have: tlog-witness wants 422 for that. */
    static WitnessAnswer answer(SignedNote note, FormatException why) {
        int status = saysNoEntries(note.text()) ? 422 : 400;
        return new WitnessAnswer.Refused(status, String.valueOf(why.getMessage()));
    }

    /** Whether nothing is wrong with it but the root. */
    private static boolean saysNoEntries(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || !lines.get(1).equals("0")) {
            return false;
        }
        String root = Base64.getEncoder().encodeToString(TreeHead.EMPTY.root().bytes());
        if (lines.get(2).length() != root.length()) {
            return false;
        }
        try {
            Checkpoint.parse(text.replace("\n0\n" + lines.get(2) + "\n", "\n0\n" + root + "\n"));
            return true;
        } catch (FormatException e) {
            return false;
        }
    }
}
