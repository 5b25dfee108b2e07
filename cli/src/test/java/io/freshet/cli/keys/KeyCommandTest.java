package io.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code freshet key}: files of keys, and nothing secret on the screen. */
class KeyCommandTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aKeyIsMadeExportedAndListed(String type) throws Exception {
        Path file = directory.resolve("a.key");
        JsonNode made = Cli.report("key", "generate", file.toString(), "--type", type);
        assertThat(made.get("type").asText()).isEqualTo(type);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Cli.report("key", "export", file.toString())
                        .get("keyval")
                        .get("public")
                        .asText())
                .isNotEmpty();
        Cli.Run pem = Cli.run("key", "export", file.toString());
        assertThat(pem.out()).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("-----END PUBLIC KEY-----\n");
        JsonNode listed =
                Cli.report("key", "list", directory.toString()).get("keys").get(0);
        assertThat(listed.get("id")).isEqualTo(made.get("id"));
        assertThat(listed.get("encrypted").asBoolean()).isFalse();
        assertThat(listed.has("roles")).isFalse();
    }

    @Test
    void nothingSecretIsPrinted() throws Exception {
        Path file = directory.resolve("a.key");
        StringBuilder said = new StringBuilder();
        for (String json : List.of("--quiet", "--json")) {
            Files.deleteIfExists(file);
            said.append(all(Cli.run("key", "generate", file.toString(), json)));
            said.append(all(Cli.run("key", "list", directory.toString(), json)));
            said.append(all(Cli.run("key", "export", file.toString(), json)));
            Path copy = directory.resolve("copy" + json);
            said.append(all(Cli.run("key", "import", file.toString(), "--out", copy.toString(), json)));
            String secret = Files.readAllLines(file).get(1);
            // The last 40 characters are of the private number: what stands before is the same in every such file.
            assertThat(said).doesNotContain(secret.substring(secret.length() - 40));
        }
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws Exception {
        Path file = Files.writeString(directory.resolve("a.key"), "mine");
        for (String[] command : List.of(
                new String[] {"key", "generate", file.toString()},
                new String[] {"key", "import", other(), "--out", file.toString()})) {
            Cli.Run run = Cli.run(command);
            assertThat(run.code()).isEqualTo(ExitCode.LOCAL.code());
            assertThat(run.err()).contains("exists already");
        }
        assertThat(file).hasContent("mine");
    }

    @Test
    void anEncryptedKeyIsListedWithoutItsIdUnlessItsPassphraseIsGiven() throws Exception {
        Path file = directory.resolve("a.key");
        String id = Cli.report("key", "generate", file.toString(), "--passphrase-file", passphrase("one"))
                .get("id")
                .asText();
        JsonNode closed = Cli.report("key", "list", file.toString()).get("keys").get(0);
        assertThat(closed.get("encrypted").asBoolean()).isTrue();
        assertThat(closed.has("id")).isFalse();
        JsonNode open = Cli.report("key", "list", file.toString(), "--passphrase-file", passphrase("one"))
                .get("keys")
                .get(0);
        assertThat(open.get("id").asText()).isEqualTo(id);
        assertThat(Cli.run("key", "export", file.toString()).code()).isEqualTo(ExitCode.LOCAL.code());
    }

    @Test
    void anImportedKeyIsTheSameUnderAnotherPassphrase() throws Exception {
        Path file = directory.resolve("a.key");
        String id = Cli.report("key", "generate", file.toString(), "--passphrase-file", passphrase("one"))
                .get("id")
                .asText();
        String out = directory.resolve("b.key").toString();
        JsonNode imported = Cli.report(
                "key",
                "import",
                file.toString(),
                "--from-passphrase-file",
                passphrase("one"),
                "--passphrase-file",
                passphrase("two"),
                "--out",
                out);
        assertThat(imported.get("id").asText()).isEqualTo(id);
        assertThat(Cli.run("key", "export", out, "--passphrase-file", passphrase("one"))
                        .code())
                .isEqualTo(ExitCode.LOCAL.code());
        assertThat(Cli.run("key", "export", out, "--passphrase-file", passphrase("two"))
                        .code())
                .isZero();
    }

    @Test
    void rolesAreThoseOfTheRootBesideTheKeys() throws Exception {
        String keys = directory.resolve("keys").toString();
        Cli.report("init", "--to", "file:" + directory.resolve("repository"), "--keys", keys);
        Cli.report("key", "generate", keys + "/spare.key");
        JsonNode listed = Cli.report("key", "list", keys).get("keys");
        assertThat(listed).hasSize(4);
        assertThat(listed.get(0).get("roles").toString()).isEqualTo("[\"snapshot\",\"timestamp\"]");
        assertThat(listed.get(1).get("roles").toString()).isEqualTo("[\"root\",\"targets\"]");
        assertThat(listed.get(3).get("roles")).isEmpty();
    }

    private String other() {
        String file = directory.resolve("other.key").toString();
        if (Files.notExists(Path.of(file))) {
            assertThat(Cli.run("key", "generate", file).code()).isZero();
        }
        return file;
    }

    private String passphrase(String text) throws IOException {
        Path file = directory.resolve(text + ".pass");
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private static String all(Cli.Run run) {
        return run.out() + run.err();
    }
}
