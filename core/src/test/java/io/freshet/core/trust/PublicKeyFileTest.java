package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.json.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Public keys as files: what is written is read again as the same key, with the same id. */
class PublicKeyFileTest {

    @TempDir
    private Path directory;

    static Stream<FileKey> keys() {
        return Stream.of(Forge.key(1), JcaKey.P256.asFileKey(), JcaKey.RSA.asFileKey());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void pemIsReadAsTheSameKey(FileKey key) throws Exception {
        Path file = Files.writeString(directory.resolve("key.pub"), PublicKeyFile.pem(key.publicKey()));
        assertThat(PublicKeyFile.read(file)).isEqualTo(key.publicKey());
        assertThat(PublicKeyFile.read(file).id()).isEqualTo(key.id());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void soIsWhatTufLists(FileKey key) throws Exception {
        String json = JsonText.readable(key.publicKey().toJson());
        Path file = Files.writeString(directory.resolve("key.json"), json);
        assertThat(PublicKeyFile.read(file).id()).isEqualTo(key.id());
    }

    /** RFC 8410, section 10.1: the example of a public key, whose PEM openssl writes alike. */
    @Test
    void theExampleOfTheRfcIsRead() throws Exception {
        String pem = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----
            """;
        VerifyingKey key = PublicKeyFile.decode(Path.of("rfc"), pem.getBytes(UTF_8));
        assertThat(key).isEqualTo(new Ed25519Key("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"));
        assertThat(PublicKeyFile.pem(key)).isEqualTo(pem);
    }

    @Test
    void aPrivateKeyIsNotTakenForAPublicOne() throws Exception {
        String pem = KeyPem.encode(Forge.key(1), Optional.empty(), new java.security.SecureRandom());
        assertThatThrownBy(() -> PublicKeyFile.decode(Path.of("a.key"), pem.getBytes(UTF_8)))
                .isInstanceOf(KeyFileException.Unreadable.class)
                .hasMessageContaining("is a private key")
                .hasMessageNotContaining(pem.lines().toList().get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"keytype\": \"ed25519\", \"scheme\": \"ed25519\", \"keyval\": {\"public\": \"00\"}}",
                "{\"keytype\": \"new\", \"scheme\": \"new\", \"keyval\": {}}",
                "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> PublicKeyFile.decode(Path.of("a.pub"), text.getBytes(UTF_8)))
                .isInstanceOf(KeyFileException.Unreadable.class)
                .hasMessageContaining("a.pub: is ");
    }

    @Test
    void aFileThatIsMissingOrTooLargeIsSaidToBe() throws Exception {
        assertThatThrownBy(() -> PublicKeyFile.read(directory.resolve("none")))
                .isInstanceOf(KeyFileException.Missing.class);
        Path large = Files.write(directory.resolve("large"), new byte[17 << 10]);
        assertThatThrownBy(() -> PublicKeyFile.read(large)).hasMessageContaining("larger than any");
    }
}
