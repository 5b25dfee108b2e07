package io.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom to ask, from {@code freshet init} on through the drafts of later roots. */
class RootContactTest {

    private static final String OPS = "ops@acme.example";
    private static final String BOARD = "https://acme.example/contact";

    @TempDir
    private Path directory;

    @BeforeEach
    void makeARepository() throws Exception {
        Cli.report("init", "--to", to(), "--keys", path("keys"), "--channel", "a/b", "--contact", OPS);
    }

    @Test
    void isChangedByTheSameCeremonyAsAKey() throws Exception {
        assertThat(current().get("contact").textValue()).isEqualTo(OPS);
        JsonNode draft = contact(BOARD);
        assertThat(draft.get("contact").textValue()).isEqualTo(BOARD);
        assertThat(draft.get("contactBefore").textValue()).isEqualTo(OPS);
        assertThat(draft.get("complete").booleanValue()).isFalse();
        // The same draft, amended by another change.
        Cli.report("root", "threshold", "2", "--role", "root", "--out", path("draft"));
        assertThat(Cli.run("root", "status", path("draft")).out())
                .contains("\ncontact      " + BOARD + "; before: " + OPS + "\n")
                .contains("; before: 1 of 2")
                .doesNotContain("other fields");
        sign("root-1");
        assertThat(sign("root-2").out()).contains("\ncontact      " + BOARD + "; before: " + OPS + "\n");
        Cli.report("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        JsonNode now = current();
        assertThat(now.get("version").intValue()).isEqualTo(2);
        assertThat(now.get("contact").textValue()).isEqualTo(BOARD);
        JsonNode shown = Cli.report("show", to(), "--root", path("keys/root.json"));
        assertThat(shown.get("contact").textValue()).isEqualTo(BOARD);
    }

    @Test
    void isTakenAway() throws Exception {
        JsonNode draft = contact("--none");
        assertThat(draft.has("contact")).isFalse();
        assertThat(sign("root-1").out()).contains("\ncontact      none; before: " + OPS + "\n");
        Cli.report("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        assertThat(current().has("contact")).isFalse();
        assertThat(Cli.run("root", "status", "--to", to(), "--current", path("keys/root.json"))
                        .out())
                .doesNotContain("contact");
    }

    /** A signature that was made over another contact does not count for this one. */
    @Test
    void aChangeOfItDropsTheSignatures() throws Exception {
        contact(BOARD);
        sign("root-1");
        Cli.Run changed = Cli.run("root", "contact", "mallory@evil.example", "--out", path("draft"));
        assertThat(changed.err()).contains("the signatures that", "are gone");
        assertThat(changed.out()).contains("incomplete");
    }

    @Test
    void isWhatSeveralPeopleSignFromTheFirstRootOn() throws Exception {
        Cli.report("key", "generate", path("alice.key"));
        Files.writeString(
                directory.resolve("alice.pub"),
                Cli.run("key", "export", path("alice.key")).out());
        JsonNode draft = Cli.report(
                "root",
                "init",
                "--root",
                path("alice.pub"),
                "--online",
                path("alice.pub"),
                "--contact",
                BOARD,
                "--out",
                path("first"));
        assertThat(draft.get("contact").textValue()).isEqualTo(BOARD);
        Cli.Run both = Cli.run(
                "init",
                "--root",
                path("first"),
                "--to",
                "file:" + path("other"),
                "--keys",
                path("k"),
                "--contact",
                OPS);
        assertThat(both.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(both.err()).contains("freshet root init --contact TEXT");
    }

    @Test
    void whatIsNoLineIsRefused() {
        for (String odd : new String[] {"", "a\nb", "x".repeat(201), "\u202eabc"}) {
            Cli.Run run = Cli.run("root", "contact", odd, "--to", to(), "--current", path("keys/root.json"));
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE.code());
            assertThat(run.err()).contains("a contact ");
        }
        assertThat(Cli.run("root", "contact", "--to", to(), "--current", path("keys/root.json"))
                        .err())
                .contains("whom to ask? Say a mail address or a URL, or --none");
    }

    private JsonNode contact(String what) throws Exception {
        return Cli.report(
                "root", "contact", what, "--to", to(), "--current", path("keys/root.json"), "--out", path("draft"));
    }

    private Cli.Run sign(String key) {
        Cli.Run run = Cli.run("root", "sign", path("draft"), "--key", path("keys/" + key + ".key"));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private JsonNode current() throws Exception {
        return Cli.report("root", "status", "--to", to(), "--current", path("keys/root.json"));
    }

    private String to() {
        return "file:" + path("repository");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
