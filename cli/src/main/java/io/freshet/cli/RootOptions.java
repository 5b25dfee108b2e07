package io.freshet.cli;

import io.freshet.core.Digest;
import io.freshet.fetcher.trust.RootOfTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the publisher is known by. */
final class RootOptions {

    @Option(
            names = "--root",
            paramLabel = "FILE",
            description = "root.json of the repository, from its publisher by another way than the mirrors.")
    private @Nullable Path root;

    @Option(
            names = "--root-sha256",
            paramLabel = "HEX",
            description = "SHA-256 of root.json, in its place: the mirrors may then give the file.")
    private @Nullable Digest sha256;

    /** What was given; without either, what an earlier fetch has kept. */
    RootOfTrust given() throws IOException, UsageException {
        if (root != null && sha256 != null) {
            throw new UsageException("--root and --root-sha256 say the same: give one");
        }
        if (sha256 != null) {
            return new RootOfTrust.Fingerprint(sha256);
        }
        if (root == null) {
            return new RootOfTrust.Kept();
        }
        try {
            return new RootOfTrust.Document(Files.readAllBytes(root));
        } catch (NoSuchFileException e) {
            throw new UsageException("--root: there is no file " + root);
        }
    }
}
