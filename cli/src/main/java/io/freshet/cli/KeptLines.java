package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.publisher.kept.KeptReport;
import java.util.Optional;

/** What is said of the copy that is the next release's base. */
final class KeptLines {

    private KeptLines() {}

    static String line(KeptReport kept) {
        if (kept.limit() == 0) {
            return "kept         nothing as base for the next release" + removed(kept);
        }
        if (kept.bytes() == 0 && kept.failure().isPresent()) {
            return "kept         nothing of this release in " + kept.directory() + " as base for the next one";
        }
        if (kept.bytes() + kept.leftOut() == 0) {
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

    /** What was asked for is that there be none. */
    private static String removed(KeptReport kept) {
        if (kept.failure().isPresent()) {
            return "; not all that was in " + kept.directory() + " is removed";
        }
        return kept.wasThere() ? ": what was in " + kept.directory() + " is removed" : ": there was nothing";
    }

    static Optional<String> warning(KeptReport kept) {
        return kept.failure()
                .map(Failures::describe)
                .map(why -> kept.limit() == 0
                        ? "freshet: released, but not all that was kept as base could be removed: " + why
                        : "freshet: released, but the base for the next release is not what it should be: " + why
                                + "\nWhat it lacks costs deltas.");
    }

    static void write(KeptReport kept, ObjectNode json) {
        json.put("directory", kept.directory().toString()).put("limit", kept.limit());
        json.put("seconds", kept.time().toMillis() / 1000.0);
        json.put("bytes", kept.bytes()).put("writtenBytes", kept.written()).put("leftOutBytes", kept.leftOut());
        kept.failure().ifPresent(why -> json.put("failure", why.toString()));
    }
}
