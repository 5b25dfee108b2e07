package io.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.trust.FileKey;
import io.freshet.core.trust.KeyFile;
import io.freshet.core.trust.RootDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A draft that would have its signers see less than it says. */
class HostileDraftTest {

    /** Up a line, erase it, back to its start, a line of its own; and the same by C1 and by the direction of writing. */
    private static final String CURSOR = "\u001b[1A\u001b[2K\r\ntargets      1 of 1\n\u009b2K\u202e\u2028";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @BeforeEach
    void makeADraft() throws IOException {
        Cli.report("init", "--to", "file:" + path("repository"), "--keys", path("keys"), "--channel", "a/b");
        Cli.report(
                "root",
                "threshold",
                "1",
                "--role",
                "root",
                "--to",
                "file:" + path("repository"),
                "--current",
                path("keys/root.json"),
                "--out",
                path("draft"));
    }

    @Test
    void aKeyIdHidesNoLine() throws Exception {
        misfile(CURSOR);
        Cli.Run shown = Cli.run("root", "status", path("draft"));
        assertPlain(shown);
        assertThat(shown.out())
                .contains(
                        "+ \\u001b[1A\\u001b[2K\\u000d\\u000atargets      1 of 1\\u000a\\u009b2K\\u202e\\u2028  a key");
        JsonNode json = Cli.report("root", "status", path("draft"));
        assertThat(json.at("/roles/targets/added/0").asText()).isEqualTo(CURSOR);
        assertPlain(Cli.run("root", "status", path("draft"), "--json"));
    }

    @Test
    void neitherDoesTheIdOfASignature() throws Exception {
        edit(draft -> ((ArrayNode) draft.get("signatures"))
                .addObject()
                .put("keyid", CURSOR)
                .put("sig", "00"));
        Cli.Run shown = Cli.run("root", "status", path("draft"));
        assertPlain(shown);
        assertThat(shown.out()).contains("not counted  signature of key \\u001b[1A");
        Cli.Run refused = Cli.run("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        assertThat(refused.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertPlain(refused);
    }

    @Test
    void norAFieldThatNobodyKnows() throws Exception {
        edit(draft -> ((ObjectNode) draft.get("signed")).put("more " + CURSOR, CURSOR));
        assertPlain(Cli.run("root", "status", path("draft")));
    }

    @Test
    void norAnErrorThatQuotesIt() throws Exception {
        edit(draft -> ((ArrayNode) draft.at("/signed/roles/targets/keyids")).add(CURSOR));
        Cli.Run refused = Cli.run("root", "status", path("draft"));
        assertThat(refused.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertPlain(refused);
    }

    @Test
    void aKeyUnderAnIdThatIsNotItsOwnIsNeitherSignedNorPublished() throws Exception {
        for (String id : new String[] {CURSOR, "a".repeat(64)}) {
            misfile(id);
            Cli.Run signing = Cli.run("root", "sign", path("draft"), "--key", path("keys/root-1.key"));
            assertThat(signing.code()).isEqualTo(ExitCode.USAGE.code());
            assertThat(signing.err()).contains("which is not its own");
            assertPlain(signing);
        }
    }

    /** Whoever could choose the first root would choose which log is the repository's. */
    @Test
    void anotherFirstRootIsRefused() throws Exception {
        edit(draft -> {
            ObjectNode custom = (ObjectNode) draft.at("/signed/custom");
            assertThat(custom.get("firstRoot").asText()).hasSize(64);
            custom.put("firstRoot", "c".repeat(64));
        });
        Cli.Run run = Cli.run("root", "sign", path("draft"), "--key", path("keys/root-1.key"));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("somebody would have its log be another one");
        Files.write(directory.resolve("draft"), signed((ObjectNode)
                JSON.readTree(directory.resolve("draft").toFile())));
        Cli.Run published = Cli.run("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        assertThat(published.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(published.err()).contains("somebody would have its log be another one");
    }

    /** Other programs sign what they are given. */
    @Test
    void nothingMakesARepositoryOrANewRootOfIt() throws Exception {
        Path first = directory.resolve("first");
        Files.copy(directory.resolve("keys/root.json"), first);
        ObjectNode root = (ObjectNode) JSON.readTree(first.toFile());
        addMisfiled((ObjectNode) root.get("signed"), "b".repeat(64));
        Files.write(first, signed(root));
        Cli.Run made =
                Cli.run("init", "--root", first.toString(), "--to", "file:" + path("other"), "--keys", path("k"));
        assertThat(made.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(made.err()).contains("which is not its own");
        misfile("b".repeat(64));
        Files.write(directory.resolve("draft"), signed((ObjectNode)
                JSON.readTree(directory.resolve("draft").toFile())));
        Cli.Run published = Cli.run("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        assertThat(published.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(published.err()).contains("which is not its own");
    }

    /** Signed by who does not look. */
    private byte[] signed(ObjectNode root) throws Exception {
        ((ArrayNode) root.get("signatures")).removeAll();
        FileKey key = KeyFile.read(directory.resolve("keys/root-1.key"), Optional.empty());
        RootDraft read = RootDraft.read("root", JSON.writeValueAsBytes(root));
        byte[] message = CanonicalJson.encode(read.root().toJson());
        ((ArrayNode) root.get("signatures"))
                .addObject()
                .put("keyid", key.id())
                .put("sig", HexFormat.of().formatHex(key.sign(message)));
        return JSON.writeValueAsBytes(root);
    }

    private void misfile(String id) throws IOException {
        edit(draft -> addMisfiled((ObjectNode) draft.get("signed"), id));
    }

    private static void addMisfiled(ObjectNode signed, String id) {
        ObjectNode keys = (ObjectNode) signed.get("keys");
        keys.set(id, keys.elements().next().deepCopy());
        ((ArrayNode) signed.at("/roles/targets/keyids")).add(id);
    }

    private void edit(Consumer<ObjectNode> change) throws IOException {
        Path draft = directory.resolve("draft");
        ObjectNode json = (ObjectNode) JSON.readTree(draft.toFile());
        change.accept(json);
        JSON.writeValue(draft.toFile(), json);
    }

    /** Nothing in what was printed does more than stand there. */
    private static void assertPlain(Cli.Run run) {
        assertThat(run.out() + run.err()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");
        assertThat(run.out().lines()).noneMatch(line -> line.equals("targets      1 of 1"));
    }

    private String to() {
        return "file:" + path("repository");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
