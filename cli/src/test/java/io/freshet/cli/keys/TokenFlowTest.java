package io.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.providers.testkit.SoftToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository none of whose keys is in a file: all of them lie in a token, one of each type. */
class TokenFlowTest {

    @TempDir
    private Path directory;

    private SoftToken token;
    private Path pin;

    @BeforeEach
    void takeUpKeysAndPublish() throws Exception {
        token = SoftToken.make(Files.createDirectory(directory.resolve("hsm")), "freshet");
        pin = token.pinFile();
        token.generate("root-1", "EC:prime256v1", "01");
        token.generate("root-2", "rsa:2048", "02");
        token.generate("online", "EC:edwards25519", "03");
        Files.createDirectory(directory.resolve("keys"));
        for (String name : List.of("root-1", "root-2", "online")) {
            report("key", "reference", token.uri(name), "--out", path("keys/" + name + ".key.json"));
        }
        report("init", "--to", to(), "--keys", path("keys"), "--channel", "mainnet/full");
        Files.writeString(Files.createDirectories(directory.resolve("source")).resolve("file"), "content");
    }

    private JsonNode publish() throws IOException {
        return report("publish", path("source"), "--to", to(), "--keys", path("keys"), "--channel", "mainnet/full");
    }

    @Test
    void whatItSignsIsFetchedAndLogged() throws Exception {
        publish();
        try (Stream<Path> keys = Files.list(directory.resolve("keys"))) {
            assertThat(keys.map(file -> String.valueOf(file.getFileName())).sorted())
                    .containsExactly("online.key.json", "root-1.key.json", "root-2.key.json", "root.json");
        }
        fetch(directory, "--require-log");
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            Path file = files.filter(each -> each.endsWith("file")).findFirst().orElseThrow();
            assertThat(file).hasContent("content");
        }
    }

    /** Fetches the channel out of {@code repository} into {@code data}. */
    static void fetch(Path directory, String... more) throws IOException {
        try (HttpMirror mirror = new HttpMirror(directory.resolve("repository"))) {
            String into = directory.resolve("data").toString();
            String root = directory.resolve("keys/root.json").toString();
            List<String> all =
                    new ArrayList<>(List.of("fetch", "--from", mirror.url(), "--into", into, "--root", root));
            all.addAll(List.of("--channel", "mainnet/full"));
            all.addAll(List.of(more));
            Cli.report(all.toArray(String[]::new));
        }
    }

    @Test
    void itSignsANewRoot() throws Exception {
        report("key", "generate", path("keys/online-2.key"));
        Files.writeString(
                directory.resolve("online-2.pub"),
                run("key", "export", path("keys/online-2.key")).out());
        report(
                "root",
                "rotate",
                path("online-2.pub"),
                "--to",
                to(),
                "--current",
                path("keys/root.json"),
                "--out",
                path("draft"));
        JsonNode signed = report("root", "sign", path("draft"), "--key", path("keys/root-2.key.json"));
        assertThat(signed.get("complete").asBoolean()).isTrue();
        report("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        publish();
    }

    @Test
    void itIsListedAndExportedWithoutBeingAsked() throws Exception {
        token.remove();
        Cli.Run list = run("key", "list", path("keys"));
        assertThat(list.out().lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("ed25519")
                        && line.contains("elsewhere")
                        && line.contains("timestamp")
                        && line.endsWith("online.key.json: " + token.uri("online")));
        JsonNode rows = Cli.report("key", "list", path("keys")).get("keys");
        assertThat(rows.get(0).get("signer").asText()).isEqualTo(token.uri("online"));
        assertThat(rows.get(0).has("encrypted")).isFalse();
        Cli.Run pem = run("key", "export", path("keys/root-1.key.json"));
        assertThat(pem.out()).startsWith("-----BEGIN PUBLIC KEY-----");
    }

    @Test
    void aTokenThatDoesNotSignChangesNothing() throws Exception {
        List<Path> before = published();
        Cli.Run wrong = Cli.run(
                "publish",
                path("source"),
                "--to",
                to(),
                "--keys",
                path("keys"),
                "--channel",
                "mainnet/full",
                "--passphrase-file",
                token.pinFile("192837").toString());
        assertThat(wrong.code()).as(wrong.err()).isEqualTo(ExitCode.LOCAL.code());
        assertThat(wrong.err()).contains("the PIN is wrong").doesNotContain("192837");
        token.remove();
        Cli.Run gone =
                run("publish", path("source"), "--to", to(), "--keys", path("keys"), "--channel", "mainnet/full");
        assertThat(gone.code()).as(gone.err()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(gone.err()).contains("no such token is here");
        assertThat(published()).isEqualTo(before);
    }

    private List<Path> published() throws IOException {
        try (Stream<Path> metadata = Files.list(directory.resolve("repository/metadata"))) {
            return metadata.sorted().toList();
        }
    }

    @Test
    void anotherKeyInItsPlaceIsRefused() throws Exception {
        token.tool("--delete-object", "--type", "privkey", "--label", "online");
        token.tool("--delete-object", "--type", "pubkey", "--label", "online");
        token.generate("online", "EC:edwards25519", "03");
        Cli.Run run = run("publish", path("source"), "--to", to(), "--keys", path("keys"), "--channel", "mainnet/full");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.LOCAL.code());
        assertThat(run.err()).contains("made a signature that this key does not verify");
    }

    @Test
    void aReferenceIsMadeOfWhatIsThereAlone() throws Exception {
        Cli.Run scheme = run("key", "reference", "gcpkms://a", "--out", path("a.key.json"));
        assertThat(scheme.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(scheme.err())
                .contains("nothing here signs with keys of this kind")
                .contains("pkcs11");
        assertThat(run("key", "reference", token.uri("online"), "--out", path("a.json"))
                        .code())
                .isEqualTo(ExitCode.USAGE.code());
        Cli.Run there = run("key", "reference", token.uri("online"), "--out", path("keys/online.key.json"));
        assertThat(there.err()).contains("a key is never overwritten");
        Cli.Run none = run("key", "reference", token.uri("none"), "--out", path("a.key.json"));
        assertThat(none.code()).isEqualTo(ExitCode.LOCAL.code());
        assertThat(directory.resolve("a.key.json")).doesNotExist();
    }

    private String to() {
        return "file:" + path("repository");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private Cli.Run run(String... arguments) {
        return Cli.run(withPin(arguments));
    }

    private JsonNode report(String... arguments) throws IOException {
        return Cli.report(withPin(arguments));
    }

    /** To the commands that use private keys. */
    private String[] withPin(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (all.contains("--keys") || all.contains("--key") || all.contains("key")) {
            all.addAll(List.of("--passphrase-file", pin.toString()));
        }
        return all.toArray(String[]::new);
    }
}
