package io.freshet.cli;

import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            description =
                    "File of mode 0600 whose first line encrypts the keys, or is the PIN of their token; repeat where"
                            + " not all are under one.")
    private List<Path> passphraseFiles = new ArrayList<>();

    /** The directory. */
    public Path directory() {
        return directory;
    }

    /** What new keys are encrypted under: the first. */
    Optional<Passphrase> passphrase() throws IOException {
        return passphrases().stream().findFirst();
    }

    private List<Passphrase> passphrases() throws IOException {
        List<Passphrase> all = new ArrayList<>();
        for (Path file : passphraseFiles) {
            all.add(Passphrase.read(file));
        }
        return all;
    }

    /** The keys that are in it. */
    public Keys open() throws IOException {
        return Keys.open(directory, passphrases());
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
