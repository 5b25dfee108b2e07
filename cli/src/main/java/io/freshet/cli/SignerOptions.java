package io.freshet.cli;

import io.freshet.core.trust.ChannelSigners;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Keys of a channel's own. */
final class SignerOptions {

    @Option(
            names = "--signer",
            paramLabel = "FILE",
            description = "Public key of the channel's own; repeat for more. The online key then signs for it no more.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--threshold", paramLabel = "T", description = "How many of them have to sign; 1 by default.")
    private int threshold = 1;

    /** What the options say; nothing where the online keys are to sign. */
    Optional<ChannelSigners> signers() throws IOException, UsageException {
        if (files.isEmpty()) {
            if (threshold != 1) {
                throw new UsageException("--threshold says how many keys of --signer have to sign: name them");
            }
            return Optional.empty();
        }
        List<VerifyingKey> keys = PublicKeyFile.read(files);
        try {
            return Optional.of(ChannelSigners.of(keys, threshold));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--threshold: " + e.getMessage());
        }
    }
}
