package io.freshet.cli.keys;

import io.freshet.core.trust.Passphrase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What key files are encrypted under. */
public final class PassphraseOption {

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "File of mode 0600 whose first line encrypts the key, or is the PIN of its token. Without it, a"
                            + " key file is not encrypted.")
    private @Nullable Path file;

    /** The passphrase, if a file of it was named. */
    public Optional<Passphrase> passphrase() throws IOException {
        return file == null ? Optional.empty() : Optional.of(Passphrase.read(file));
    }
}
