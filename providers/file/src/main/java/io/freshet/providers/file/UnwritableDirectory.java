package io.freshet.providers.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** No directory can be made in one that is there. */
final class UnwritableDirectory extends FileSystemException {

    private static final long serialVersionUID = 1;

    UnwritableDirectory(Path above, FileSystemException cause) {
        super(above.toString(), null, "no directory can be made in it");
        initCause(cause);
    }
}
