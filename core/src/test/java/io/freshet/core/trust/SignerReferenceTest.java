package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that lie elsewhere: here with {@link Vault}, which the tests' class path has. */
class SignerReferenceTest {

    private static final String PUBLIC = "\"public\": " + Vault.KEY.publicKey().toJson();

    @TempDir
    private Path directory;

    /** Keeps one key, and shows it to who has the passphrase. */
    public static final class Vault implements SignerProvider {

        static final SigningKey KEY = Forge.key(7);

        @Override
        public Set<String> schemes() {
            return Set.of("vault");
        }

        @Override
        public KeyElsewhere open(String uri, SignerContext context) {
            SigningKey signing = uri.equals("vault:replaced") ? Forge.key(8) : KEY;
            return new KeyElsewhere() {
                @Override
                public VerifyingKey publicKey() {
                    return KEY.publicKey();
                }

                @Override
                public byte[] sign(VerifyingKey publicKey, byte[] message) throws SignerException {
                    if (context.passphrase().isEmpty()) {
                        throw new SignerException.Denied(uri, "it asks for a passphrase", "give one", null);
                    }
                    return signing.sign(message);
                }
            };
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(
                Files.createDirectories(directory.resolve("keys")).resolve(name), text);
    }

    private Optional<Passphrase> passphrase() throws IOException {
        Path file = write("passphrase", "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Optional.of(Passphrase.read(file));
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        SignerReference reference = new SignerReference("vault:one", Vault.KEY.publicKey());
        Path file = write("a.key.json", new String(reference.bytes(), UTF_8));
        assertThat(SignerReference.read(file)).isEqualTo(reference);
        assertThat(SignerFile.publicKey(file, Optional.empty())).isEqualTo(Vault.KEY.publicKey());
    }

    /** Found as a plugin's is. */
    @Test
    void itsProviderSigns() throws Exception {
        Path file = write("a.key.json", text("vault:one"));
        byte[] message = {1};
        Signer signer = SignerFile.read(file, passphrase());
        assertThat(Vault.KEY.publicKey().verifies(message, signer.checked(message)))
                .isTrue();
        Signer locked = SignerFile.read(file, Optional.empty());
        assertThat(catchThrowableOfType(SignerException.Denied.class, () -> locked.checked(message))
                        .key())
                .isEqualTo("vault:one");
    }

    @Test
    void aKeyThatWasReplacedSignsNothing() throws Exception {
        Signer signer = SignerFile.read(write("a.key.json", text("vault:replaced")), passphrase());
        assertThatThrownBy(() -> signer.checked(new byte[1])).hasMessageContaining("does not verify");
        SignerProviders providers = SignerProviders.load(SignerContext.ofProcess(passphrase()));
        assertThatThrownBy(() -> providers.find("vault:replaced")).hasMessageContaining("does not verify");
        assertThat(providers.find("vault:one").publicKey()).isEqualTo(Vault.KEY.publicKey());
    }

    @Test
    void itStandsForAKeyFileInADirectory() throws Exception {
        Path keys = write("online.key.json", text("vault:one")).getParent();
        Keys open = Keys.open(keys, Optional.empty());
        assertThat(open.online().orElseThrow().id()).isEqualTo(Vault.KEY.id());
        assertThat(open.others()).isEmpty();
        assertThat(Keys.filesIn(keys)).containsExactly(keys.resolve("online.key.json"));
        assertThat(catchThrowableOfType(
                        KeyFileException.Exists.class, () -> Keys.create(keys, Optional.empty(), new SecureRandom())))
                .hasMessageContaining("online.key.json");
        KeyFile.create(keys.resolve("online.key"), Forge.key(1), Optional.empty(), new SecureRandom());
        Keys both = Keys.open(keys, Optional.empty());
        assertThat(both.online().orElseThrow().id()).isEqualTo(Forge.key(1).id());
        assertThat(both.others()).extracting(Signer::id).containsExactly(Vault.KEY.id());
    }

    private static String text(String uri) {
        return "{\"freshet\": 1, \"signer\": \"" + uri + "\", " + PUBLIC + "}";
    }

    @Test
    void anythingElseIsNoReference() throws Exception {
        for (String text : List.of(
                "",
                "[]",
                "{\"freshet\": 2, \"signer\": \"vault:one\", " + PUBLIC + "}",
                "{\"freshet\": 1, " + PUBLIC + "}",
                "{\"freshet\": 1, \"signer\": \"vault:one\"}",
                "{\"freshet\": 1, \"signer\": \"no uri\", " + PUBLIC + "}",
                "{\"freshet\": 1, \"signer\": \"vault:one\", \"pin\": \"1\", " + PUBLIC + "}",
                "{\"freshet\": 1, \"signer\": \"vault:" + "x".repeat(20_000) + "\", " + PUBLIC + "}",
                "{\"freshet\": 1, \"signer\": \"vault:one\", \"public\": {\"keytype\": \"a\", \"scheme\": \"b\","
                        + " \"keyval\": {\"public\": \"c\"}}}")) {
            Path file = write("a.key.json", text);
            assertThat(catchThrowableOfType(KeyFileException.Unreadable.class, () -> SignerReference.read(file)))
                    .as(text)
                    .hasMessageContaining("freshet key reference");
        }
        assertThat(catchThrowableOfType(
                        KeyFileException.Missing.class, () -> SignerReference.read(directory.resolve("b.key.json"))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody:one", "", "one", ":one", "vault:", "vault:a b"})
    void aUriOfNobodyIsRefused(String uri) {
        SignerProviders providers = SignerProviders.load(SignerContext.ofProcess(Optional.empty()));
        assertThat(catchThrowableOfType(SignerException.Invalid.class, () -> providers.find(uri)))
                .isNotNull();
    }

    @Test
    void aContextShowsNoSecret() {
        SignerContext context = new SignerContext(Map.of("AWS_SECRET_ACCESS_KEY", "hunter2"), "a/1", Optional.empty());
        assertThat(context.toString()).doesNotContain("hunter2");
        assertThat(context.variable("AWS_SECRET_ACCESS_KEY")).contains("hunter2");
    }
}
