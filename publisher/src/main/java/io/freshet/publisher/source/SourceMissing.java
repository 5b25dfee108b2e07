package io.freshet.publisher.source;

import java.nio.file.Path;

/** There is no directory where a source, or the root of a component, should be. */
public final class SourceMissing extends SourceException {

    private static final long serialVersionUID = 1;

    private final String path;

    SourceMissing(Path path) {
        super(path + " is not a directory", "name an existing directory, not a link to one");
        this.path = path.toString();
    }

    /** Path of what should be a directory. */
    public String path() {
        return path;
    }
}
