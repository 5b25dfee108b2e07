package io.freshet.witness;

import io.freshet.core.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;

/** A directory is not what the witness remembers. Who went on with it could cosign two histories. */
public final class StateRefused extends IOException {

    private static final long serialVersionUID = 1;

    private StateRefused(String message) {
        super(message);
    }

    static StateRefused notMade(Path directory) {
        return new StateRefused(
                directory + " remembers nothing of any witness. If this one has cosigned before, mount or name the"
                        + " directory that it had; if that is lost, make another key. A new witness is started once"
                        + " with --new");
    }

    static StateRefused made(Path directory) {
        return new StateRefused(directory + " is the state of a witness already; leave --new out");
    }

    static StateRefused ofOther(Path directory, VerifierKey key) {
        return new StateRefused(directory + " is the state of another witness than " + key
                + ": a witness has one key, one name and one state; the file witness there says whose it is");
    }
}
