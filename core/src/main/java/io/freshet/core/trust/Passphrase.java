package io.freshet.core.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What key files are encrypted under, or a token asks for. Prints as {@code ***}. */
public final class Passphrase {

    private final Path file;
    private final String text;

    private Passphrase(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * The first line of {@code file}, which only its owner may read.
     *
     * @throws KeyFileException.NoPassphrase if there is no such file
     * @throws KeyFileException.WrongPassphrase if it is empty, or not printable ASCII, which programs encode alike
     */
    public static Passphrase read(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new KeyFileException.NoPassphrase(file);
        }
        KeyFile.requirePrivate(file);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new KeyFileException.WrongPassphrase(file, "a passphrase is one line of printable ASCII");
        }
        return new Passphrase(file, text);
    }

    /** Its characters, in ASCII; a copy, for the caller to wipe. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where it was read. */
    public Path file() {
        return file;
    }

    @Override
    public String toString() {
        return "***";
    }
}
