package io.freshet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that an option names. */
final class OptionFile {

    private OptionFile() {}

    /**
     * Its bytes; of a larger file than there may be one more than {@code most}, which whoever reads them refuses.
     *
     * @param option who names it, for errors
     */
    static byte[] read(String option, Path file, int most) throws IOException, UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        } catch (NoSuchFileException e) {
            throw new UsageException(option + ": there is no file " + file);
        }
    }
}
