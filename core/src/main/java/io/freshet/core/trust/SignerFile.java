package io.freshet.core.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Private keys as a key directory has them: in a file ({@link KeyFile}), or where a file says ({@link SignerReference}). */
public final class SignerFile {

    private SignerFile() {}

    /**
     * Whoever signs with the key that {@code file} is of. A key that lies elsewhere is asked nothing yet.
     *
     * @param passphrase opens a key file, or the token that a reference names, unless it names a PIN of its own
     * @throws KeyFileException if the file can't be used
     */
    public static Signer read(Path file, Optional<Passphrase> passphrase) throws IOException {
        return SignerReference.isNamedSo(file)
                ? SignerProviders.load(SignerContext.ofProcess(passphrase)).open(SignerReference.read(file))
                : KeyFile.read(file, passphrase);
    }

    /** The public half of the key that {@code file} is of; a key that lies elsewhere is not asked. */
    public static VerifyingKey publicKey(Path file, Optional<Passphrase> passphrase) throws IOException {
        Optional<SignerReference> elsewhere = reference(file);
        return elsewhere.isPresent()
                ? elsewhere.get().publicKey()
                : KeyFile.read(file, passphrase).publicKey();
    }

    /** Where the key lies, if that is not in {@code file}. No provider is needed to read that. */
    public static Optional<SignerReference> reference(Path file) throws IOException {
        return SignerReference.isNamedSo(file) ? Optional.of(SignerReference.read(file)) : Optional.empty();
    }
}
