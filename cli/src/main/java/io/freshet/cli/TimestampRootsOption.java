package io.freshet.cli;

import io.freshet.core.timestamp.TimestampRoots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is taken at their word about who is a timestamp authority. */
final class TimestampRootsOption {

    @Option(
            names = "--timestamp-roots",
            paramLabel = "FILE",
            description = "Root certificates of timestamp authorities (PEM, one after the other): a timestamp of an"
                    + " attestation counts by one of them.")
    private @Nullable Path file;

    boolean isGiven() {
        return file != null;
    }

    /** What was given. */
    Optional<TimestampRoots> roots() throws IOException, UsageException {
        if (file == null) {
            return Optional.empty();
        }
        byte[] pem = OptionFile.read("--timestamp-roots", file, TimestampRoots.MAX_BYTES);
        try {
            return Optional.of(TimestampRoots.ofPem(pem));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--timestamp-roots: " + file + " " + e.getMessage());
        }
    }
}
