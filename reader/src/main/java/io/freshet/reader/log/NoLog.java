package io.freshet.reader.log;

import java.io.IOException;
import java.util.List;

/** A repository has no log that could be read. */
public final class NoLog extends IOException {

    private static final long serialVersionUID = 1;

    NoLog(String origin, List<String> failures) {
        super("the log " + origin + " can't be read:\n  " + String.join("\n  ", failures)
                + "\nA repository has one from the first release on that a publisher with an Ed25519 key has"
                + " made; repositories from before get all of it with their next release.");
    }
}
