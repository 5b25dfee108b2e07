package io.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drafts that have all signatures, and would stop nodes: signers are told, and nobody puts them in force. */
class RefusedDraftTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @BeforeEach
    void makeARepository() throws IOException {
        Cli.report("init", "--to", to(), "--keys", path("keys"), "--channel", "a/b");
        Files.writeString(Files.createDirectories(directory.resolve("source")).resolve("file"), "content");
        Cli.report("publish", path("source"), "--to", to(), "--keys", path("keys"), "--channel", "a/b");
        assertThat(root("renew", "--to", to(), "--current", path("keys/root.json"), "--out", path("draft"))
                        .code())
                .isZero();
    }

    /** Nodes look for documents under other names then. */
    @Test
    void noConsistentSnapshots() throws Exception {
        edit(signed -> signed.put("consistent_snapshot", false));
        Cli.Run shown = sign();
        assertThat(shown.code()).isZero();
        assertThat(shown.out())
                .contains("\"consistent_snapshot\":false")
                .contains("refused      consistent_snapshot is not true")
                .contains("complete     but it can't be put in force")
                .doesNotContain("it can be put in force");
        assertThat(shown.err()).contains("consistent_snapshot is not true");
        assertRefused(ExitCode.USAGE, "consistent_snapshot is not true");
    }

    @Test
    void noFieldForThemEither() throws Exception {
        edit(signed -> signed.remove("consistent_snapshot"));
        assertThat(sign().out()).contains("refused      consistent_snapshot is not true");
        assertRefused(ExitCode.USAGE, "consistent_snapshot is not true");
    }

    /** A change of what was edited would carry it on. */
    @Test
    void suchADraftIsNotChanged() throws Exception {
        edit(signed -> signed.put("consistent_snapshot", false));
        byte[] before = Files.readAllBytes(directory.resolve("draft"));
        Cli.Run changed = root("threshold", "1", "--role", "root", "--out", path("draft"));
        assertThat(changed.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(changed.err()).contains("consistent_snapshot is not true").contains("Remove");
        assertThat(directory.resolve("draft")).hasBinaryContent(before);
    }

    /** Where somebody has put one in force by other means, the next draft mends it. */
    @Test
    void theNextDraftTurnsThemOnAgain() throws Exception {
        edit(signed -> signed.put("consistent_snapshot", false));
        sign();
        Files.copy(directory.resolve("draft"), directory.resolve("repository/metadata/2.root.json"));
        Files.delete(directory.resolve("draft"));
        assertThat(fetch().code()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(root("renew", "--to", to(), "--current", path("keys/root.json"), "--out", path("draft"))
                        .out())
                .containsPattern("before: .*\"consistent_snapshot\":false");
        assertThat(sign().out()).contains("it can be put in force");
        assertThat(publish().code()).isZero();
        assertThat(fetch().code()).isZero();
    }

    @Test
    void neitherDoesARepositoryBeginWithout() throws Exception {
        Path first = directory.resolve("draft");
        Files.copy(directory.resolve("keys/root.json"), first, StandardCopyOption.REPLACE_EXISTING);
        edit(signed -> signed.put("consistent_snapshot", false));
        assertThat(sign().out()).contains("refused      consistent_snapshot is not true");
        Files.delete(directory.resolve("keys/root.json"));
        Cli.Run made =
                Cli.run("init", "--root", path("draft"), "--to", "file:" + path("other"), "--keys", path("keys"));
        assertThat(made.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(made.err()).contains("consistent_snapshot is not true");
    }

    /** Who is given that root alone knows no log. */
    @Test
    void noFirstRoot() throws Exception {
        edit(signed -> signed.remove("custom"));
        assertThat(sign().out())
                .contains("first root   not said")
                .contains("refused      it does not say which the repository's first root is");
        assertRefused(ExitCode.USAGE, "first root");
    }

    @Test
    void aFirstRootThatWasThereBefore() throws Exception {
        assertThat(sign().code()).isZero();
        assertThat(publish().code()).isZero();
        Files.delete(directory.resolve("draft"));
        assertThat(root("renew", "--to", to(), "--current", path("keys/root.json"), "--out", path("draft"))
                        .code())
                .isZero();
        String[] first = new String[1];
        edit(signed -> first[0] =
                ((ObjectNode) signed.get("custom")).remove("firstRoot").asText());
        assertThat(sign().out()).contains("first root   not said; before: SHA-256 " + first[0]);
        JsonNode json = Cli.report("root", "status", path("draft"));
        assertThat(json.get("firstRootSha256Before").asText()).isEqualTo(first[0]);
        assertThat(json.get("firstRootSha256")).isNull();
        assertThat(json.get("refused").get(0).asText()).contains("custom.firstRoot");
        assertRefused(ExitCode.USAGE, "first root");
    }

    /** Every field that is there no more is shown, however deep it lay. */
    @Test
    void fieldsThatAreGoneAreShown() throws Exception {
        edit(signed -> {
            ((ObjectNode) signed.get("custom"))
                    .putObject("deep")
                    .put("note", "of old")
                    .put("more", 1);
            ((ObjectNode) signed.at("/roles/targets")).put("since", 2026);
            signed.put("x-plain", true);
        });
        sign();
        assertThat(publish().code()).isZero();
        Files.delete(directory.resolve("draft"));
        assertThat(root("renew", "--to", to(), "--current", path("keys/root.json"), "--out", path("draft"))
                        .out())
                .doesNotContain("other fields");
        edit(signed -> {
            ((ObjectNode) signed.at("/custom/deep")).remove("note");
            ((ObjectNode) signed.at("/roles/targets")).remove("since");
            signed.remove("x-plain");
        });
        String before = sign().out()
                .lines()
                .filter(line -> line.contains("before: {"))
                .findFirst()
                .orElseThrow();
        assertThat(before)
                .contains("\"note\":\"of old\"")
                .contains("\"since\":2026")
                .contains("\"x-plain\":true");
        JsonNode json = Cli.report("root", "status", path("draft"));
        assertThat(json.at("/otherFieldsBefore/custom/deep/note").asText()).isEqualTo("of old");
        assertThat(json.at("/otherFields/custom/deep/more").asInt()).isEqualTo(1);
        assertThat(json.at("/otherFields/custom/deep/note").isMissingNode()).isTrue();
    }

    @Test
    void aFirstRootShowsFieldsThatNobodyKnows() throws Exception {
        Path first = directory.resolve("draft");
        Files.copy(directory.resolve("keys/root.json"), first, StandardCopyOption.REPLACE_EXISTING);
        assertThat(root("status", path("draft")).out()).doesNotContain("other fields");
        edit(signed -> signed.putObject("custom").put("surprise", 1));
        assertThat(root("status", path("draft")).out()).contains("other fields").contains("\"surprise\":1");
    }

    @Test
    void anExpiredDraft() throws Exception {
        edit(signed -> signed.put("expires", "2024-05-06T07:08:09Z"));
        Cli.Run shown = sign();
        assertThat(shown.out())
                .contains("refused      it expired at 2024-05-06 07:08:09 UTC")
                .contains("complete     but it can't be put in force")
                .doesNotContain("it can be put in force");
        assertThat(shown.err()).contains("expired at 2024-05-06").contains("freshet root renew");
        assertThat(Cli.report("root", "status", path("draft")).get("refused")).hasSize(1);
        assertRefused(ExitCode.UNTRUSTED, "expired");
    }

    private void assertRefused(ExitCode code, String why) {
        Cli.Run refused = publish();
        assertThat(refused.code()).as(refused.err()).isEqualTo(code.code());
        assertThat(refused.err()).contains(why);
        assertThat(fetch().code()).isZero();
    }

    private void edit(Consumer<ObjectNode> change) throws IOException {
        Path draft = directory.resolve("draft");
        ObjectNode json = (ObjectNode) JSON.readTree(draft.toFile());
        change.accept((ObjectNode) json.get("signed"));
        JSON.writeValue(draft.toFile(), json);
    }

    private Cli.Run sign() {
        return root("sign", path("draft"), "--key", path("keys/root-1.key"));
    }

    private Cli.Run publish() {
        return root("publish", path("draft"), "--to", to(), "--keys", path("keys"));
    }

    /** A node that has nothing yet. */
    private Cli.Run fetch() {
        return Cli.run("ls", to(), "--root", path("keys/root.json"), "--channel", "a/b", "--state", path("state"));
    }

    private static Cli.Run root(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "root";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Cli.run(all);
    }

    private String to() {
        return "file:" + path("repository");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
