package io.freshet.cli.attacks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The publisher is asked about what is the publisher's: not about an option, or a mirror that is down. */
class WhomToAskTest extends Attack {

    private static final String ASKED = "freshet: ask the publisher: " + Victim.CONTACT + "\n";

    private void isAsked(ExitCode exit, Cli.Run run) {
        assertThat(run.code()).as(run.err()).isEqualTo(exit.code());
        assertThat(run.err()).endsWith(ASKED);
    }

    private void isNotAsked(ExitCode exit, Cli.Run run) {
        assertThat(run.code()).as(run.err()).isEqualTo(exit.code());
        assertThat(run.err()).startsWith("freshet: ").doesNotContain(ASKED, "Exception");
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void aRootThatIsNoneIsWhoeverGaveIt() throws Exception {
        isNotAsked(ExitCode.UNTRUSTED, fetch("--root", file("garbage", "{}")));
        Path other = Files.createDirectories(directory.resolve("other"));
        Cli.report(
                "init",
                "--to",
                "file:" + other.resolve("r"),
                "--keys",
                other.resolve("k").toString());
        isNotAsked(
                ExitCode.UNTRUSTED, fetch("--root", other.resolve("k/root.json").toString()));
    }

    @Test
    void anchorsThatDoNotKnowTheBlockAreTheOperatorsOwn() throws Exception {
        String hash = "0x" + "ab".repeat(32);
        victim.release(Victim.CHANNEL, "two", "--height", "100", "--block-hash", hash, "--network", "mainnet");
        String list = "{\"network\": \"mainnet\", \"checkpoints\": [{\"height\": %d, \"blockHash\": \"%s\"}]}";
        isNotAsked(ExitCode.UNTRUSTED, fetch("--anchor", "file=" + file("others", list.formatted(200, hash))));
        String other = "0x" + "cd".repeat(32);
        isAsked(ExitCode.UNTRUSTED, fetch("--anchor", "file=" + file("contradicts", list.formatted(100, other))));
    }

    @Test
    void aMirrorThatIsDownIsWhoeverRunsIt() {
        mirror.close();
        isNotAsked(ExitCode.UNAVAILABLE, fetch());
    }

    @Test
    void whatIsSignedWronglyIsThePublishers() {
        mirror.forged.put("metadata/timestamp.json", "{}".getBytes(US_ASCII));
        isAsked(ExitCode.UNTRUSTED, fetch());
    }

    /** Who breaks the glass has a digest from somebody: whatever is not as it must be then, the contact is at hand. */
    @Test
    void byItsManifestThePublisherIsNamedToo() throws Exception {
        isAsked(ExitCode.USAGE, fetch("--manifest", "sha256:" + "0".repeat(64)));
        mirror.forged.put("metadata/timestamp.json", "{}".getBytes(US_ASCII));
        isAsked(ExitCode.UNTRUSTED, fetch("--manifest", "sha256:" + "0".repeat(64)));
    }

    /** The first time there is nothing but the root that is given. */
    @Test
    void byTheRootThatIsGivenToo() throws Exception {
        mirror.forged.put("metadata/timestamp.json", "{}".getBytes(US_ASCII));
        String root = victim.keys.resolve("root.json").toString();
        isAsked(
                ExitCode.UNTRUSTED,
                Cli.run(
                        "fetch",
                        "--channel",
                        Victim.CHANNEL,
                        "--into",
                        directory.resolve("new").toString(),
                        "--from",
                        mirror.url(),
                        "--root",
                        root,
                        "--manifest",
                        "sha256:" + "0".repeat(64)));
    }
}
