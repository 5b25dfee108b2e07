package io.freshet.cli;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads tlog-policy files that options name. */
public final class PolicyFile {

    private PolicyFile() {}

    /**
     * Reads one.
     *
     * @param option who names it, for errors
     */
    public static LogPolicy read(String option, Path file) throws IOException, UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            return LogPolicy.parse(in.readNBytes(LogPolicy.MOST_BYTES + 1));
        } catch (NoSuchFileException e) {
            throw new UsageException(option + ": there is no file " + file);
        } catch (FormatException e) {
            throw new UsageException(option + ": " + file + ": " + e.getMessage());
        }
    }
}
