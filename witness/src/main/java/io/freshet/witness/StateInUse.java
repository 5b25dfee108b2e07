package io.freshet.witness;

import java.io.IOException;
import java.nio.file.Path;

/** Another witness runs on the same state. Two would cosign two trees of one size. */
public final class StateInUse extends IOException {

    private static final long serialVersionUID = 1;

    StateInUse(Path directory) {
        super(directory + " is in use by another witness; a witness has one state, and a state one witness");
    }
}
