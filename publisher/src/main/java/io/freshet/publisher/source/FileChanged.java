package io.freshet.publisher.source;

import java.nio.file.Path;

/** A file changed while it was read, so that its bytes belong to no one state of it. */
public final class FileChanged extends SourceException {

    private static final long serialVersionUID = 1;

    private final String file;
    private final String change;

    /**
     * @param file which one
     * @param change what differs, in words
     */
    public FileChanged(Path file, String change) {
        super(
                file + " changed while it was read (" + change + ")",
                "stop the node or publish from a file-system snapshot; a file that does not matter can be excluded");
        this.file = file.toString();
        this.change = change;
    }

    /** Path of the file. */
    public String file() {
        return file;
    }

    /** What was found to differ, in words. */
    public String change() {
        return change;
    }
}
