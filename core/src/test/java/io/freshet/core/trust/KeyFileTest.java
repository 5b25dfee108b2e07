package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    /** A key of the right form for another purpose: X25519. */
    private static final String X25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VuBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        -----END PRIVATE KEY-----
        """;

    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();
    private final SigningKey key = SigningKey.generate(random);
    private Path file;

    @BeforeEach
    void nameAFile() {
        file = directory.resolve("a.key");
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        KeyFile.create(file, key, Optional.empty(), random);

        assertThat(KeyFile.read(file, Optional.empty()).publicKey()).isEqualTo(key.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void isEncryptedUnderAPassphrase() throws Exception {
        Passphrase passphrase = passphrase("correct horse");
        KeyFile.create(file, key, Optional.of(passphrase), random);

        assertThat(Files.readString(file)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
        assertThat(KeyFile.read(file, Optional.of(passphrase)).publicKey()).isEqualTo(key.publicKey());
        assertThat(catchThrowableOfType(
                                KeyFileException.NeedsPassphrase.class, () -> KeyFile.read(file, Optional.empty()))
                        .file())
                .isEqualTo(file);
        Passphrase wrong = passphrase("battery staple");
        assertThat(catchThrowableOfType(
                        KeyFileException.WrongPassphrase.class, () -> KeyFile.read(file, Optional.of(wrong))))
                .hasMessageNotContaining("battery")
                .hasMessageContaining(directory.resolve("passphrase").toString());
        assertThat(passphrase).hasToString("***");
    }

    @Test
    void mustBeItsOwnersAlone() throws Exception {
        KeyFile.create(file, key, Optional.empty(), random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        var error = catchThrowableOfType(KeyFileException.TooOpen.class, () -> KeyFile.read(file, Optional.empty()));

        assertThat(error.permissions()).isEqualTo("rw-r-----");
        assertThat(error).hasMessageEndingWith("chmod 600 " + file);
    }

    @Test
    void isNeverOverwritten() throws Exception {
        KeyFile.create(file, key, Optional.empty(), random);
        String before = Files.readString(file);

        assertThat(catchThrowableOfType(
                        KeyFileException.Exists.class,
                        () -> KeyFile.create(file, Forge.key(1), Optional.empty(), random)))
                .isNotNull();
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void otherFilesAreRefusedWithoutShowingThem() throws Exception {
        for (String text : List.of(
                "",
                "secret",
                "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\n",
                X25519,
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n")) {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Passphrase passphrase = passphrase("x");

            assertThat(catchThrowableOfType(
                            KeyFileException.Unreadable.class, () -> KeyFile.read(file, Optional.of(passphrase))))
                    .as(text)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void aDirectoryHoldsWhatIsAtHand() throws Exception {
        Path place = directory.resolve("keys");
        Keys made = Keys.create(place, Optional.empty(), random);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                .isEqualTo("rwx------");
        assertThat(made.roots()).hasSize(2);

        Files.delete(place.resolve("root-1.key"));
        Keys left = Keys.open(place, Optional.empty());
        assertThat(left.roots())
                .extracting(Signer::id)
                .containsExactly(made.roots().get(1).id());
        assertThat(left.online()).isPresent();
        Files.writeString(Keys.rootJsonToBe(place), "a root of these keys");
        assertThat(catchThrowableOfType(
                        KeyFileException.Exists.class, () -> Keys.create(place, Optional.empty(), random)))
                .isNotNull();
        assertThat(place.resolve("root-1.key")).doesNotExist();
    }

    @Test
    void opensslReadsItToo() throws Exception {
        Path openssl = Path.of("/usr/bin/openssl");
        assumeTrue(Files.isExecutable(openssl), "there is no openssl here");
        Passphrase passphrase = passphrase("correct horse");
        KeyFile.create(file, key, Optional.of(passphrase), random);
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(
                        openssl.toString(),
                        "pkey",
                        "-in",
                        file.toString(),
                        "-passin",
                        "file:" + directory.resolve("passphrase"),
                        "-noout",
                        "-text_pub")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out).replaceAll("[\\s:]", ""))
                .contains(key.publicKey().publicKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-v2 aes-128-cbc -v2prf hmacWithSHA512",
                "-v2 aes-256-cbc -v2prf hmacWithSHA1",
                "-v2 aes-256-cbc -v2prf hmacWithSHA256",
                "-v2 aes-192-cbc -iter 600000",
                "-scrypt",
                "-scrypt -scrypt_N 4096 -scrypt_r 16 -scrypt_p 3"
            })
    void whatOpensslEncryptsIsRead(String how) throws Exception {
        encryptByOpenssl(how);
        assertThat(KeyFile.read(file, Optional.of(passphrase("correct horse"))).id())
                .isEqualTo(key.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v2 des3", "-v1 PBE-SHA1-3DES"})
    void anotherEncryptionIsSaidToBeNone(String how) throws Exception {
        encryptByOpenssl(how);
        assertThat(catchThrowableOfType(
                        KeyFileException.class, () -> KeyFile.read(file, Optional.of(passphrase("correct horse")))))
                .isInstanceOf(KeyFileException.Unreadable.class);
    }

    /** Writes the key to {@link #file}. */
    private void encryptByOpenssl(String how) throws Exception {
        Path openssl = Path.of("/usr/bin/openssl");
        assumeTrue(Files.isExecutable(openssl), "there is no openssl here");
        Path plain = directory.resolve("plain.key");
        KeyFile.create(plain, key, Optional.empty(), random);
        passphrase("correct horse");
        List<String> command = new ArrayList<>(List.of(openssl.toString(), "pkcs8", "-topk8"));
        command.addAll(List.of(how.split(" ")));
        command.addAll(List.of("-in", plain.toString(), "-out", file.toString()));
        command.addAll(List.of("-passout", "file:" + directory.resolve("passphrase")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Passphrase passphrase(String text) throws Exception {
        Path place = directory.resolve("passphrase");
        Files.write(place, (text + "\n").getBytes(UTF_8));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
        return Passphrase.read(place);
    }
}
