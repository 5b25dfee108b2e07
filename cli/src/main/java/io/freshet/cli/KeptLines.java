package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.publisher.kept.KeptReport;
import java.util.Optional;

/** What is said of the copy that is the next release's base. */
final class KeptLines {

    private KeptLines() {}

    static String line(KeptReport kept) {
        if (kept.limit() == 0 && kept.failure().isEmpty()) {
            return "kept         nothing as base for the next release: what was in " + kept.directory() + " is removed";
        }
        if (kept.bytes() + kept.leftOut() == 0 && kept.failure().isEmpty()) {
            return "kept         nothing as base for the next release: no file of the source is cut into pages";
        }
        String line = "kept         " + Figures.bytes(kept.bytes()) + " in " + kept.directory()
                + " as base for the next release, " + Figures.bytes(kept.written()) + " of them written in "
                + Figures.time(kept.time());
        return kept.leftOut() == 0
                ? line
                : line + "; " + Figures.bytes(kept.leftOut())
                        + " are not kept: their pages will be stored plain where they change";
    }

    static Optional<String> warning(KeptReport kept) {
        return kept.failure()
                .map(why -> "freshet: released, but the base for the next release is not what it should be: "
                        + Failures.describe(why)
                        + "\nWhat it lacks costs deltas.");
    }

    static void write(KeptReport kept, ObjectNode json) {
        json.put("directory", kept.directory().toString()).put("limit", kept.limit());
        json.put("seconds", kept.time().toMillis() / 1000.0);
        json.put("bytes", kept.bytes()).put("writtenBytes", kept.written()).put("leftOutBytes", kept.leftOut());
        kept.failure().ifPresent(why -> json.put("failure", why.toString()));
    }
}
