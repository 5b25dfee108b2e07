package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonText;
import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a node takes for good and no longer, and what it takes in spite of everything. */
class AcceptanceTest extends Attack {

    private static final ChannelName CHANNEL = new ChannelName(Victim.CHANNEL);

    /** All of it is signed anew, and was captured long ago. */
    @Test
    void aSnapshotThatIsTooOld() throws Exception {
        ObjectNode pointer = forger.pointer(CHANNEL);
        String path = "manifests/" + manifest().substring(0, 2) + "/" + manifest() + ".json";
        ObjectNode manifest = Forger.parse(forger.bytes(path));
        ((ObjectNode) manifest.get("capture")).put("time", "2026-01-01T00:00:00Z");
        byte[] bytes = JsonText.compact(manifest).getBytes(StandardCharsets.UTF_8);
        String digest = Digest.of(bytes).toString();
        pointer.put("sequence", 2).putObject("manifest").put("sha256", digest).put("length", bytes.length);
        mirror.forged.put("manifests/" + digest.substring(0, 2) + "/" + digest + ".json", bytes);
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));

        Cli.Run old = fetch("--max-age", "2d");
        assertThat(old.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(old.err()).contains("was captured at 2026-01-01T00:00:00Z", "days ago; --max-age allows 2 days");
        assertThat(fetch("--max-age", "1s").err()).contains("days ago; --max-age allows 1 s");
        assertThat(fetch("--max-age", "soon").err()).contains("\"soon\" is no span of time: write 90m, 36h or 2d");
        assertThat(fetch("--max-age", "99999d").code()).isZero();
    }

    /** The signatures have expired, and whoever could renew them is gone: the digest is known from elsewhere. */
    @Test
    void breakGlass() throws Exception {
        victim.release(Victim.CHANNEL, "two");
        String manifest = manifest();
        expire();
        victim.refuses("one", mirror, "expired");

        Cli.Run run = fetch("--manifest", "sha256:" + manifest);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("WARNING: --manifest takes release 2 for its digest alone", "the signatures of timestamp")
                .contains("have expired");
        assertThat(victim.node.resolve("current/state")).hasContent("two");
        Cli.Run show = Cli.run("show", victim.node.toString());
        assertThat(show.out()).contains("for its manifest's digest alone (--manifest)");
        victim.refuses("two", mirror, "expired");
    }

    @Test
    void breakGlassTakesAnEarlierReleaseOfAHaltedChannel() throws Exception {
        String first = manifest();
        victim.release(Victim.CHANNEL, "two");
        victim.fetches("two", mirror);
        victim.act("channel", "halt", Victim.CHANNEL, "--reason", "two is corrupt");

        Cli.Run run = fetch("--manifest", "sha256:" + first);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the channel is halted: two is corrupt");
        assertThat(victim.node.resolve("current/state")).hasContent("one");

        Cli.Run unknown = fetch("--manifest", "sha256:" + "ab".repeat(32));
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(unknown.err()).contains("no release of mainnet/archive has the manifest sha256:abab");
        assertThat(fetch("--manifest", "sha256:" + first, "--require-log").err())
                .contains("leave --max-age");
    }

    /** What a version was proven with is not lost by fetching it in a way that proves nothing. */
    @Test
    void breakGlassKeepsTheProofThatThereWas() throws Exception {
        String first = manifest();
        victim.release(Victim.CHANNEL, "two");
        victim.fetches("two", mirror);
        Cli.Run run = fetch("--manifest", "sha256:" + first, "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).get("byManifest").textValue())
                .startsWith("20")
                .endsWith("Z");
        assertThat(victim.node.resolve("current/state")).hasContent("one");
        Cli.Run offline = Cli.run("verify", "--offline", victim.node.toString());
        assertThat(offline.code()).as(offline.out() + offline.err()).isZero();

        victim.fetches("two", mirror);
        assertThat(Cli.report(
                                "fetch",
                                "--channel",
                                Victim.CHANNEL,
                                "--into",
                                victim.node.toString(),
                                "--from",
                                mirror.url())
                        .has("byManifest"))
                .isFalse();
    }

    /** A mirror that gives other bytes under the name of the manifest. */
    @Test
    void breakGlassTakesNothingElse() throws Exception {
        victim.release(Victim.CHANNEL, "two");
        String manifest = manifest();
        String path = "manifests/" + manifest.substring(0, 2) + "/" + manifest + ".json";
        byte[] bytes = forger.bytes(path);
        bytes[bytes.length / 2] ^= 1;
        mirror.forged.put(path, bytes);

        Cli.Run run = fetch("--manifest", "sha256:" + manifest);
        assertThat(run.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(victim.node.resolve("current/state")).hasContent("one");
    }

    private String manifest() throws IOException {
        return forger.pointer(CHANNEL).at("/manifest/sha256").textValue();
    }

    /** As it is when nobody has published or renewed for a month. */
    private void expire() throws IOException {
        byte[] channel = forger.edit(
                forger.path(CHANNEL.role()),
                signed -> signed.put("version", signed.get("version").longValue() + 1)
                        .put("expires", "2026-01-01T00:00:00Z"),
                forger.online);
        mirror.forged.putAll(forger.publish(Map.of(CHANNEL.role(), channel), forger.online));
        String path = "metadata/timestamp.json";
        ObjectNode timestamp = Forger.parse(mirror.forged.get(path));
        ObjectNode signed = (ObjectNode) timestamp.get("signed");
        signed.put("expires", "2025-12-01T00:00:00Z");
        mirror.forged.put(path, Forger.sign(signed, forger.online));
    }
}
