package io.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.providers.testkit.KmsProgram;
import io.freshet.providers.testkit.KmsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A repository whose online key lies with KMS: the machine that publishes holds none. */
class KmsFlowTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void itPublishesUntilItsKeyIsDisabled(KmsProgram program) throws Exception {
        try (KmsServer server = KmsServer.start(program, Files.createDirectory(directory.resolve("kms")))) {
            String id = server.createKey("ECC_NIST_P256");
            Files.createDirectory(directory.resolve("keys"));
            Cli.report("key", "reference", server.uri(id), "--out", path("keys/online.key.json"));
            for (String root : List.of("root-1", "root-2")) {
                Cli.report("key", "generate", path("keys/" + root + ".key"));
            }
            Cli.report("init", "--to", to(), "--keys", path("keys"), "--channel", "mainnet/full");
            for (String root : List.of("root-1", "root-2")) {
                Files.delete(directory.resolve("keys/" + root + ".key"));
            }
            Path source = Files.createDirectory(directory.resolve("source"));
            Files.writeString(source.resolve("file"), "content");
            JsonNode report = Cli.report(publish());
            assertThat(report.get("channel").asText()).isEqualTo("mainnet/full");
            TokenFlowTest.fetch(directory);
            assertThat(directory.resolve("data")).isNotEmptyDirectory();

            server.ask("DisableKey", "{\"KeyId\": \"" + id + "\"}");
            Files.writeString(source.resolve("more"), "content");
            Cli.Run refused = Cli.run(publish());
            assertThat(refused.code()).isEqualTo(ExitCode.LOCAL.code());
            assertThat(refused.err())
                    .contains("DisabledException")
                    .contains("enable the key")
                    .doesNotContain("hunter2");
        }
    }

    private String[] publish() {
        return new String[] {
            "publish", path("source"), "--to", to(), "--keys", path("keys"), "--channel", "mainnet/full"
        };
    }

    private String to() {
        return "file:" + path("repository");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
