package io.freshet.publisher.kept;

import java.nio.file.Path;

/**
 * A file of the source whose pages may be bases of the next release's.
 *
 * @param path where it lies, in the source and in the copy alike
 * @param file where it is
 * @param bytes of it that are in no hole
 */
record PageFile(Path path, Path file, long bytes) {}
