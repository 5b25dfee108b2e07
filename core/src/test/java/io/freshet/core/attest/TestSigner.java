package io.freshet.core.attest;

import io.freshet.core.trust.KeyFile;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** A key of each type. */
@SuppressWarnings("ImmutableEnumChecker") // a key never changes
enum TestSigner {
    ED25519(SigningKey.generate(new Sevens())),
    P256(read("p256.key")),
    RSA(read("rsa3072.key"));

    private final Signer key;

    TestSigner(Signer key) {
        this.key = key;
    }

    Signer key() {
        return key;
    }

    /** One of those that openssl has made. */
    private static Signer read(String name) {
        try (InputStream in = TestSigner.class.getResourceAsStream("/keys/" + name)) {
            Path file = Files.createTempFile(
                    name, ".key", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, in.readAllBytes());
            Signer key = KeyFile.read(file, Optional.empty());
            Files.delete(file);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Sevens extends SecureRandom {
        private static final long serialVersionUID = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 7);
        }
    }
}
