package io.freshet.cli.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.Digest;
import io.freshet.core.trust.ChannelName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has the online key releases without an entry of its own: the pointer names that of an earlier release. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class UnloggedReleaseTest {

    private static final ChannelName CHANNEL = new ChannelName(Victim.CHANNEL);

    @TempDir
    Path directory;

    private Victim victim;
    private HttpMirror mirror;

    @BeforeEach
    void releaseWithoutAnEntry() throws Exception {
        victim = new Victim(directory);
        victim.release(Victim.CHANNEL, "two");
        Forger forger = new Forger(victim.repository, victim.keys);
        String role = CHANNEL.role();
        ObjectNode document = forger.signed(forger.path(role));
        ObjectNode target = (ObjectNode) document.at("/targets").get(CHANNEL.target());
        Path place = victim.repository.resolve("targets/" + CHANNEL.target()).getParent();
        String name = Path.of(CHANNEL.target()).getFileName().toString();
        Path pointer = place.resolve(target.at("/hashes/sha256").asText() + "." + name);
        byte[] forged = Files.readString(pointer)
                .replaceFirst("\"log\"\\s*:\\s*1", "\"log\":0")
                .getBytes(UTF_8);
        target.put("length", forged.length);
        ((ObjectNode) target.get("hashes")).put("sha256", Digest.of(forged).toString());
        Files.write(place.resolve(Digest.of(forged) + "." + name), forged);
        document.put("version", document.get("version").asLong() + 1);
        byte[] next = Forger.sign(document, forger.online);
        for (Map.Entry<String, byte[]> object :
                forger.publish(Map.of(role, next), forger.online).entrySet()) {
            Files.write(victim.repository.resolve(object.getKey()), object.getValue());
        }
        mirror = new HttpMirror(victim.repository);
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    @Test
    void theEntryThatTheLogHasInItsPlaceIsKeptWithItsProof() throws Exception {
        Cli.Run run = fetch();
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains("release 2 of mainnet/archive is not in the log: its pointer says entry 0");
        List<Path> kept = evidence();
        assertThat(kept).hasSize(3).allSatisfy(file -> assertThat(run.err()).contains(file.toString()));
        assertThat(kept)
                .anySatisfy(file -> assertThat(file).hasSameBinaryContentAs(victim.repository.resolve("log/seq/0")))
                .anySatisfy(file -> assertThat(file).hasSameBinaryContentAs(victim.repository.resolve("log/proof/0")))
                .anySatisfy(file -> assertThat(file).content().matches("(?s)\\{.*\"log\" : 0,.*"));
        assertThat(victim.node.resolve("current")).doesNotExist();
    }

    /** A mirror can show any entry; what it has no proof of is no evidence against anybody. */
    @Test
    void withoutAProofItIsTheMirrorsDoing() throws Exception {
        Files.copy(
                victim.repository.resolve("log/proof/1"),
                victim.repository.resolve("log/proof/0"),
                StandardCopyOption.REPLACE_EXISTING);
        Cli.Run run = fetch();
        assertThat(run.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains("log/seq/0 at " + mirror.url()).contains("ask another mirror");
        assertThat(evidence()).isEmpty();
    }

    private Cli.Run fetch() {
        return Cli.run(
                "fetch",
                "--channel",
                Victim.CHANNEL,
                "--into",
                victim.node.toString(),
                "--root",
                victim.keys.resolve("root.json").toString(),
                "--from",
                mirror.url(),
                "--require-log");
    }

    private List<Path> evidence() throws Exception {
        Path directory = victim.node.resolve(".freshet/evidence");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
