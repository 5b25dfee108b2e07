package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code freshet init} that fails on its way, and is repeated. */
class InitTest {

    @TempDir
    Path directory;

    private Path repository;
    private Path root;

    @BeforeEach
    void name() {
        repository = directory.resolve("repository");
        root = directory.resolve("keys/root.json");
    }

    /** A directory of that name lets no file be written. */
    @ParameterizedTest
    @ValueSource(strings = {"repo.freshet", "metadata/timestamp.json", "metadata/1.snapshot.json"})
    void whereverItFailsItCanBeRepeated(String object) throws Exception {
        Path obstacle = Files.createDirectories(repository.resolve(object).resolve("in-the-way"));
        assertThat(Cli.run(init()).code()).isNotZero();
        assertThat(root).doesNotExist();
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        assertThatItIsTheRoot(Cli.report(init()));
    }

    /** Wherever it died among the keys: those that it has made are kept, and their root is the repository's. */
    @ParameterizedTest
    @ValueSource(strings = {"root-1.key", "root-2.key", "online.key"})
    void oneThatDiedBetweenTwoKeysIsEndedByTheNext(String last) throws Exception {
        Path obstacle = Files.createDirectories(repository.resolve("metadata/timestamp.json/in-the-way"));
        assertThat(Cli.run(init()).code()).isNotZero();
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        Path keys = directory.resolve("keys");
        Files.write(keys.resolve("root.json.init"), new byte[0]);
        List<String> names = List.of("root-1.key", "root-2.key", "online.key");
        for (String name : names.subList(names.indexOf(last) + 1, names.size())) {
            Files.delete(keys.resolve(name));
        }
        byte[] made = Files.readAllBytes(keys.resolve(last));
        assertThatItIsTheRoot(Cli.report(init()));
        assertThat(keys.resolve(last)).hasBinaryContent(made);
        Cli.report("renew", "--to", "file:" + repository, "--keys", keys.toString());
    }

    /** Without what an interrupted one leaves, they are somebody's. */
    @Test
    void keysThatAreThereAreNotTakenForThoseOfAnInterruptedOne() throws Exception {
        Cli.report(
                "key",
                "generate",
                Files.createDirectories(directory.resolve("keys"))
                        .resolve("root-1.key")
                        .toString());
        Cli.Run run = Cli.run(init());
        assertThat(run.code()).isEqualTo(ExitCode.LOCAL.code());
        assertThat(run.err()).contains("root-1.key: exists already");
        assertThat(directory.resolve("keys/root-2.key")).doesNotExist();
    }

    /** A key of before, say, and a new one that came from elsewhere. */
    @Test
    void keysUnderDifferentPassphrasesAreOpenedTogether() throws Exception {
        String first = passphrase("first");
        String second = passphrase("second");
        String[] encrypted = Arrays.copyOf(init(), init().length + 2);
        encrypted[init().length] = "--passphrase-file";
        encrypted[init().length + 1] = first;
        Cli.report(encrypted);
        String keys = directory.resolve("keys").toString();
        Cli.report("key", "generate", keys + "/another.key", "--passphrase-file", second);
        String[] renew = {"renew", "--to", "file:" + repository, "--keys", keys, "--passphrase-file", first};
        assertThat(Cli.run(renew).err()).contains("another.key: the passphrase in " + first + " does not open it");
        String[] both = Arrays.copyOf(renew, renew.length + 2);
        both[renew.length] = "--passphrase-file";
        both[renew.length + 1] = second;
        Cli.report(both);
    }

    private String passphrase(String text) throws Exception {
        return Files.writeString(
                        Files.createFile(
                                directory.resolve(text),
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                        text)
                .toString();
    }

    @Test
    void oneThatDiedAtItsVeryEndIsEndedByTheNext() throws Exception {
        String sha256 = Cli.report(init()).get("sha256").asText();
        Files.move(root, directory.resolve("keys/root.json.init"));
        JsonNode again = Cli.report(init());
        assertThat(again.get("sha256").asText()).isEqualTo(sha256);
        assertThatItIsTheRoot(again);
    }

    @Test
    void aRepositoryThatIsThereIsLeftAlone() throws Exception {
        Cli.report(init());
        byte[] before = Files.readAllBytes(root);
        assertThat(Cli.run(init()).code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(Cli.run(
                                "init",
                                "--to",
                                "file:" + repository,
                                "--keys",
                                directory.resolve("other").toString())
                        .code())
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(Files.readAllBytes(root)).isEqualTo(before);
    }

    private String[] init() {
        return new String[] {
            "init",
            "--to",
            "file:" + repository,
            "--keys",
            directory.resolve("keys").toString(),
            "--channel",
            "mainnet/full"
        };
    }

    private void assertThatItIsTheRoot(JsonNode report) throws Exception {
        byte[] kept = Files.readAllBytes(root);
        assertThat(Digest.of(kept)).hasToString(report.get("sha256").asText());
        assertThat(Files.readAllBytes(repository.resolve("metadata/1.root.json")))
                .isEqualTo(kept);
        assertThat(directory.resolve("keys/root.json.init")).doesNotExist();
        assertThat(repository.resolve("metadata/timestamp.json")).isRegularFile();
    }
}
