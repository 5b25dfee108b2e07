package io.freshet.publisher.source;

import io.freshet.core.index.EntryPath;
import java.nio.file.Path;

/** A file has a name that can't stand in a snapshot. */
public final class NameRefused extends SourceException {

    private static final long serialVersionUID = 1;

    private final String path;
    private final String problem;

    NameRefused(Path path, String problem) {
        super(
                "\"" + EntryPath.printable(path.toString()) + "\" can't be in a snapshot: " + problem,
                "rename it, or exclude the directory that it lies in");
        this.path = path.toString();
        this.problem = problem;
    }

    /** The path, as far as it can be written. */
    public String path() {
        return path;
    }

    /** What is wrong with it. */
    public String problem() {
        return problem;
    }
}
