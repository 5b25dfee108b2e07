package io.freshet.publisher.kept;

import java.io.IOException;
import java.nio.file.Path;

/** A copy for the next release can't be kept where it should be. */
public final class KeptBaseRefused extends IOException {

    private static final long serialVersionUID = 1;

    private final String directory;

    KeptBaseRefused(Path directory, String why) {
        super("no copy of page files can be kept in " + directory + ": " + why);
        this.directory = directory.toString();
    }

    /** Where it should have been kept. */
    public String directory() {
        return directory;
    }
}
