package io.freshet.publisher.source;

import java.util.List;

/** The data directory holds files that belong to the node, and nobody said what to do with them. */
public final class LocalFilesFound extends SourceException {

    private static final long serialVersionUID = 1;

    /** How many are named. */
    static final int NAMED = 50;

    private final List<String> paths;

    LocalFilesFound(List<String> paths) {
        super(
                "the source holds keys or other files that belong to the node alone: "
                        + String.join(", ", paths)
                        + (paths.size() == NAMED ? ", and maybe more" : ""),
                "exclude each in the configuration, or allow it there if it may be public");
        this.paths = List.copyOf(paths);
    }

    /** Their paths in the source, at most the first fifty; of a directory of such its own. */
    public List<String> paths() {
        return paths;
    }
}
