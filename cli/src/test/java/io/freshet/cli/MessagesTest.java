package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.testing.Cli;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is said in words, with a way out that is one for whoever asked. */
class MessagesTest {

    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatCanNotBeMade() {
        Cli.Run run = Cli.run("key", "generate", "/proc/keys2/a.key");
        assertThat(run.code()).isEqualTo(ExitCode.LOCAL.code());
        assertThat(run.err()).startsWith("freshet: /proc/keys2/a.key: there is no such file, and no directory");
        assertPlain(run);
    }

    /** Each kind of what Java says of files by a path and the name of a class. */
    @Test
    void allThatMayBeWrongWithAFile() {
        List<FileSystemException> all = List.of(
                new AccessDeniedException("a/file"),
                new NotDirectoryException("a/file"),
                new DirectoryNotEmptyException("a/file"),
                new AtomicMoveNotSupportedException("a/file", "b/file", null),
                new FileSystemException("a/file"),
                new FileSystemException("a/file", null, "No space left on device"));
        assertThat(all.stream().map(Failures::describe))
                .containsExactly(
                        "a/file: no permission; check who owns it, and its mode",
                        "a/file: is no directory; check the path",
                        "a/file: is a directory that is not empty; name another, or clear it",
                        "a/file: is on another file system than b/file; keep both on one",
                        "a/file: the operating system refused it",
                        "a/file: No space left on device");
        assertThat(Failures.describe(new FileSystemException(null))).startsWith("a file: ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDestinationThatCanNotBeWrittenTo() {
        Cli.Run run = Cli.run("init", "--to", "file:/proc/x", "--keys", path("keys"));
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(run.err())
                .contains("no directory can be made in /proc (")
                .contains("name a place that can be written to")
                .doesNotContain("is not known");
        assertPlain(run);
    }

    @Test
    void aPassphraseFileThatIsNotThere() {
        Cli.Run run = Cli.run("key", "generate", path("a.key"), "--passphrase-file", path("none"));
        assertThat(run.code()).isEqualTo(ExitCode.LOCAL.code());
        assertThat(run.err()).contains("none: there is no such file; name the one whose first line is the passphrase");
    }

    @Test
    void aKeyOfACurveThatSignsNothingHere() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        String pem = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        Path file = Files.writeString(
                directory.resolve("p384.pem"), "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Cli.Run run = Cli.run("key", "import", file.toString(), "--out", path("a.key"));
        assertThat(run.err())
                .contains("P-256")
                .contains("freshet key generate makes one")
                .doesNotContain("init");
    }

    /** Nobody who signs has asked a mirror. */
    @Test
    void signersAreNotSentToAnotherMirror() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "no draft");
        Cli.Run signing = Cli.run("root", "sign", text.toString(), "--key", path("keys/root-1.key"));
        assertThat(signing.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(signing.err())
                .contains("is no root metadata")
                .contains("name a draft that freshet root made")
                .doesNotContain("mirror");
        Files.write(text, new byte[600_000]);
        assertThat(Cli.run("root", "status", text.toString()).err())
                .contains("bytes that a root may have")
                .doesNotContain("mirror");
    }

    @Test
    void anUnsignedDraftIsSentToItsSigners() throws IOException {
        String to = "file:" + path("repository");
        Cli.report("init", "--to", to, "--keys", path("keys"));
        String draft = path("draft");
        Cli.report("root", "renew", "--to", to, "--current", path("keys/root.json"), "--out", draft);
        Cli.Run run = Cli.run("root", "publish", draft, "--to", to, "--keys", path("keys"));
        assertThat(run.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err())
                .contains("has 0 of the 1 valid signatures that metadata/1.root.json asks for")
                .contains("freshet root sign adds them")
                .doesNotContain("mirror");
    }

    private static void assertPlain(Cli.Run run) {
        assertThat(run.err()).doesNotContain("Exception").doesNotContain("java.");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
