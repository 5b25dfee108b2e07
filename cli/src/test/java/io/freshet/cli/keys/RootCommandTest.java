package io.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet root}: a draft goes from hand to hand, and comes into force. */
class RootCommandTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void makeARepository() throws Exception {
        report("init", "--to", to(), "--keys", path("keys"), "--channel", "mainnet/full");
        Files.writeString(Files.createDirectories(directory.resolve("source")).resolve("file"), "content");
        publish("keys");
    }

    @Test
    void theOnlineKeyIsRotatedByTheDefaultPath() throws Exception {
        String id = key("keys/online-2.key");
        JsonNode draft = rotate();
        assertThat(draft.get("complete").asBoolean()).isFalse();
        assertThat(draft.get("roles").get("snapshot").get("added").get(0).asText())
                .isEqualTo(id);
        assertThat(draft.get("roles").get("root").get("added")).isEmpty();
        JsonNode signed = report("root", "sign", path("draft"), "--key", path("keys/root-2.key"));
        assertThat(signed.get("complete").asBoolean()).isTrue();
        report("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        for (String gone : List.of("online.key", "root-1.key", "root-2.key")) {
            Files.delete(directory.resolve("keys").resolve(gone));
        }
        Files.writeString(directory.resolve("source/more"), "content");
        publish("keys");
        JsonNode now = report("root", "status", "--to", to(), "--current", path("keys/root.json"));
        assertThat(now.get("version").asLong()).isEqualTo(2);
        assertThat(now.get("roles").get("timestamp").get("keys").get(0).asText())
                .isEqualTo(id);
    }

    @Test
    void aLogThatCanNotBeSignedIsSaidToBeAllThatIsMissing() throws Exception {
        key("keys/online-2.key");
        rotate();
        report("root", "sign", path("draft"), "--key", path("keys/root-2.key"));
        Path tile = directory.resolve("repository/log/tile/0/000.p/1");
        byte[] good = Files.readAllBytes(tile);
        Files.write(tile, new byte[32]);
        Files.delete(directory.resolve("repository/log/checkpoint"));
        String[] publish = {"root", "publish", path("draft"), "--to", to(), "--keys", path("keys")};
        Cli.Run run = run(publish);
        assertThat(run.code()).isEqualTo(ExitCode.BEHIND.code());
        assertThat(run.err())
                .contains("the root is in force, but the log was not signed by its key")
                .contains("000.p/1");
        assertThat(run.out()).contains("version 2 is in force");
        Files.write(tile, good);
        assertThat(run(publish).code()).isZero();
    }

    @Test
    void aRotationIsShownBeforeItIsSigned() throws Exception {
        String id = key("keys/online-2.key");
        rotate();
        Cli.Run shown = run("root", "status", path("draft"));
        assertThat(shown.out())
                .contains("+ " + id + "  ed25519")
                .contains("SHA-256 ")
                .contains("0 of 1 for the root before; missing: any of ")
                .contains("incomplete");
        assertThat(shown.out().lines().filter(line -> line.contains("           - ")))
                .hasSize(2);
    }

    /** It is what others make of the file, with sha256sum. */
    @Test
    void theDigestThatIsShownIsThatOfTheFile() throws Exception {
        Path root = directory.resolve("keys/root.json");
        Files.writeString(root, Files.readString(root).replace("\"signed\":", "\"signed\" : "));
        String digest = Digest.of(Files.readAllBytes(root)).toString();
        assertThat(report("root", "status", "--current", root.toString())
                        .get("sha256")
                        .asText())
                .isEqualTo(digest);
        key("keys/online-2.key");
        report("root", "rotate", path("keys/online-2.key.pub"), "--current", root.toString(), "--out", path("draft"));
        assertThat(run("root", "status", path("draft")).out())
                .contains("before       version 1, SHA-256 " + digest)
                .contains("first root   SHA-256 " + digest);
    }

    @Test
    void anIncompleteDraftIsNotPublished() throws Exception {
        key("keys/online-2.key");
        rotate();
        Cli.Run run = run("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        assertThat(run.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(directory.resolve("repository/metadata/2.root.json")).doesNotExist();
    }

    @Test
    void aKeyThatHasNoSayIsRefused() throws Exception {
        key("keys/online-2.key");
        rotate();
        Cli.Run run = run("root", "sign", path("draft"), "--key", path("keys/online.key"));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("its signature would not count");
    }

    /** Whoever carries the draft changes it, and the copy of the root beside it, too. */
    @Test
    void aForgedRootBesideTheDraftIsRefusedByASignerWithACopyOfHisOwn() throws Exception {
        key("keys/online-2.key");
        rotate();
        report("init", "--to", "file:" + path("evil"), "--keys", path("evil-keys"));
        report(
                "root",
                "rotate",
                path("keys/online-2.key.pub"),
                "--current",
                path("evil-keys/root.json"),
                "--out",
                path("evil-draft"));
        Files.copy(directory.resolve("evil-draft"), directory.resolve("draft.forged"));
        Cli.Run run = run(
                "root",
                "sign",
                path("draft.forged"),
                "--key",
                path("keys/root-1.key"),
                "--current",
                path("keys/root.json"));
        // It is held against the root that he knows: the first root of another repository is named in it.
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("somebody would have its log be another one");
        assertThat(directory.resolve("draft.forged")).hasSameBinaryContentAs(directory.resolve("evil-draft"));
    }

    @Test
    void aDraftThatWasTamperedWithSaysWhoseSignatureNoLongerCounts() throws Exception {
        key("keys/online-2.key");
        rotate();
        report("root", "threshold", "2", "--role", "root", "--out", path("draft"));
        report("root", "sign", path("draft"), "--key", path("keys/root-1.key"));
        Path draft = directory.resolve("draft");
        Files.writeString(draft, Files.readString(draft).replaceFirst("\"threshold\":2", "\"threshold\":1"));
        Cli.Run run = run("root", "sign", path("draft"), "--key", path("keys/root-2.key"));
        assertThat(run.out()).contains("not counted  signature of key").contains("invalid");
    }

    @Test
    void aChangeOfASignedDraftSaysThatItsSignaturesAreGone() throws Exception {
        key("keys/online-2.key");
        rotate();
        report("root", "sign", path("draft"), "--key", path("keys/root-1.key"));
        Cli.Run run = run("root", "threshold", "2", "--role", "root", "--out", path("draft"));
        assertThat(run.err()).contains("are gone");
        assertThat(run.out()).contains("2 of 2; before: 1 of 2");
    }

    /** Alice, Bob and Carol hold the root; two of them must sign. */
    @Test
    void aRepositoryIsMadeByACeremonyOfThree() throws Exception {
        List<String> init = new ArrayList<>(List.of("root", "init", "--threshold", "2", "--out", path("first")));
        for (String name : List.of("alice", "bob", "carol")) {
            key(name + "/root.key");
            init.addAll(List.of("--root", path(name + "/root.key.pub")));
        }
        key("server/online.key");
        key("office/targets.key");
        init.addAll(List.of("--online", path("server/online.key.pub"), "--targets", path("office/targets.key.pub")));
        report(init.toArray(String[]::new));
        Files.copy(directory.resolve("office/targets.key"), directory.resolve("server/targets.key"));
        String[] make = {
            "init",
            "--root",
            path("first"),
            "--to",
            "file:" + path("other"),
            "--keys",
            path("server"),
            "--channel",
            "a/b"
        };
        report("root", "sign", path("first"), "--key", path("alice/root.key"));
        assertThat(run(make).code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(report("root", "sign", path("first"), "--key", path("carol/root.key"))
                        .get("complete")
                        .asBoolean())
                .isTrue();
        report(make);
        Files.delete(directory.resolve("server/targets.key"));
        report(
                "publish",
                path("source"),
                "--to",
                "file:" + path("other"),
                "--keys",
                path("server"),
                "--channel",
                "a/b");
        assertThat(Files.readAllBytes(directory.resolve("server/root.json")))
                .isEqualTo(Files.readAllBytes(directory.resolve("first")));
    }

    private JsonNode rotate() throws IOException {
        return report(
                "root",
                "rotate",
                path("keys/online-2.key.pub"),
                "--to",
                to(),
                "--current",
                path("keys/root.json"),
                "--out",
                path("draft"));
    }

    /** Makes a key, and its public half beside it. */
    private String key(String name) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        String id = report("key", "generate", path(name)).get("id").asText();
        Files.writeString(
                directory.resolve(name + ".pub"),
                run("key", "export", path(name)).out());
        return id;
    }

    private void publish(String keys) throws IOException {
        report(
                "publish",
                path("source"),
                "--to",
                to(),
                "--keys",
                path(keys),
                "--channel",
                "mainnet/full",
                "--state",
                path("state"));
    }

    private static JsonNode report(String... arguments) throws IOException {
        return Cli.report(arguments);
    }

    private static Cli.Run run(String... arguments) {
        return Cli.run(arguments);
    }

    private String to() {
        return "file:" + path("repository");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
