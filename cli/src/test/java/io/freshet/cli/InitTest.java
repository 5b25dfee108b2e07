package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
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
