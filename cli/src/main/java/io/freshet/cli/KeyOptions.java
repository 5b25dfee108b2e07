package io.freshet.cli;

import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a publisher's keys are. */
public final class KeyOptions {

    @Option(
            names = "--keys",
            required = true,
            paramLabel = "DIR",
            description = "Directory of the keys and of root.json. Never put it on a destination.")
    private Path directory = Path.of("keys");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "File of mode 0600 whose first line encrypts the keys, or is the PIN of their token.")
    private @Nullable Path passphraseFile;

    /** The directory. */
    public Path directory() {
        return directory;
    }

    Optional<Passphrase> passphrase() throws IOException {
        return passphraseFile == null ? Optional.empty() : Optional.of(Passphrase.read(passphraseFile));
    }

    /** The keys that are in it. */
    public Keys open() throws IOException {
        return Keys.open(directory, passphrase());
    }

    /** The root metadata that came with the keys. */
    public byte[] root() throws IOException, UsageException {
        Path file = Keys.rootJson(directory);
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UsageException(file + " is not there. --keys names the directory that freshet init made");
        }
    }
}
