package io.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel with keys of its own: who has another channel's key, or the online key, does not speak for it. */
class OwnKeysTest {

    private static final String STABLE = "mainnet/stable";
    private static final String STAGING = "mainnet/staging";

    @TempDir
    private Path directory;

    private String stable;

    @BeforeEach
    void makeARepository() throws Exception {
        Cli.report("init", "--to", to(), "--keys", path("keys"), "--channel", STAGING);
        Files.writeString(Files.createDirectories(directory.resolve("source")).resolve("file"), "content");
        stable = key("stable.key");
    }

    @Test
    void aChannelKeepsItsKeysWhenTheOnlineKeyIsReplaced() throws Exception {
        String second = key("second.key");
        JsonNode added = Cli.report(act(
                "add",
                STABLE,
                "--signer",
                path("stable.key.pub"),
                "--signer",
                path("second.key.pub"),
                "--threshold",
                "2"));
        assertThat(added.get("complete").booleanValue()).isFalse();
        publish(STAGING, ExitCode.OK);
        assertThat(publish(STABLE, ExitCode.LOCAL).err())
                .contains("the role channel.mainnet.stable needs 2 of its keys");
        bring("stable.key", "second.key");
        publish(STABLE, ExitCode.OK);

        key("keys/online-2.key");
        draft("rotate", path("keys/online-2.key.pub"));
        sign();
        JsonNode shown = Cli.report("root", "status", path("draft"), "--to", to(), "--current", root());
        assertThat(shown.at("/ownKeys/0/channel").textValue()).isEqualTo(STABLE);
        JsonNode published = Cli.report("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        assertThat(published.at("/ownKeys")).hasSize(1);
        assertThat(published.at("/ownKeys/0/threshold").intValue()).isEqualTo(2);
        assertThat(published.at("/ownKeys/0/keys"))
                .extracting(JsonNode::textValue)
                .containsExactly(stable, second);
        assertThat(published.at("/ownKeys/0/removed")).isEmpty();

        away("online.key", "root-1.key", "root-2.key", "second.key");
        publish(STAGING, ExitCode.OK);
        assertThat(publish(STABLE, ExitCode.LOCAL).err()).contains("1 of them is in the key directory");
        bring("second.key");
        publish(STABLE, ExitCode.OK);
        Cli.Run fetched = Cli.run("show", to(), "--root", root(), "--channel", STABLE);
        assertThat(fetched.code()).as(fetched.err()).isZero();
    }

    /** The case: the key of one channel is stolen, and used for another. */
    @Test
    void theKeyOfOneChannelDoesNotPublishToAnother() throws Exception {
        key("staging.key");
        bring("staging.key", "stable.key");
        Cli.report(act("keys", STAGING, "--signer", path("staging.key.pub")));
        Cli.report(act("add", STABLE, "--signer", path("stable.key.pub")));
        away("stable.key");
        publish(STAGING, ExitCode.OK);
        assertThat(publish(STABLE, ExitCode.LOCAL).err()).contains("the role channel.mainnet.stable needs 1");
    }

    @Test
    void aRemovedKeyThatAChannelHasStillIsNamedUntilOthersSign() throws Exception {
        Files.writeString(
                directory.resolve("online.pub"),
                run(ExitCode.OK, "key", "export", path("keys/online.key")).out());
        String online = Cli.report("root", "status", "--current", root())
                .at("/roles/snapshot/keys/0")
                .textValue();
        bring("stable.key");
        Cli.report(act("add", STABLE, "--signer", path("online.pub"), "--signer", path("stable.key.pub")));
        key("keys/online-2.key");
        draft("rotate", path("keys/online-2.key.pub"));
        sign();
        Cli.Run shown = run(ExitCode.OK, "root", "status", path("draft"), "--to", to(), "--current", root());
        assertThat(shown.out()).contains(online + "  which no role of the root has any more");
        assertThat(shown.err()).contains("whoever has stolen that key", "freshet channel keys " + STABLE);
        Cli.Run published = publishRoot(ExitCode.DIFFERENT);
        assertThat(published.out())
                .contains("channel      " + STABLE + " keeps keys of its own, 1 of 2", online + "  which no role");
        assertThat(published.err()).contains("freshet channel keys " + STABLE);

        Cli.report(act("keys", STABLE, "--signer", path("stable.key.pub")));
        Cli.Run after = run(ExitCode.OK, "root", "status", "--to", to(), "--current", root());
        assertThat(after.out()).contains(stable).doesNotContain("which no role");
        assertThat(after.err()).isEmpty();
        away("stable.key");
        publish(STABLE, ExitCode.LOCAL);
        bring("stable.key");
        publish(STABLE, ExitCode.OK);
    }

    @Test
    void aChannelThatIsGivenBackGoesAlongAgain() throws Exception {
        bring("stable.key");
        Cli.report(act("add", STABLE, "--signer", path("stable.key.pub")));
        publish(STABLE, ExitCode.OK);
        Cli.report(act("keys", STABLE, "--online"));
        key("keys/online-2.key");
        draft("rotate", path("keys/online-2.key.pub"));
        sign();
        JsonNode published = Cli.report("root", "publish", path("draft"), "--to", to(), "--keys", path("keys"));
        assertThat(published.at("/ownKeys")).isEmpty();
        away("online.key", "root-1.key", "root-2.key", "stable.key");
        publish(STABLE, ExitCode.OK);
        publish(STAGING, ExitCode.OK);
    }

    @Test
    void whatCanNotBeIsSaid() throws Exception {
        bring("stable.key");
        assertThat(run(ExitCode.USAGE, act("add", STABLE, "--threshold", "2")).err())
                .contains("--threshold says how many keys of --signer");
        assertThat(run(ExitCode.USAGE, act("add", STABLE, "--signer", path("stable.key.pub"), "--threshold", "2"))
                        .err())
                .contains("a threshold of 2 takes as many keys, and there is 1");
        assertThat(run(ExitCode.USAGE, act("keys", STAGING)).err()).contains("with --signer FILE, or --online");
        assertThat(run(ExitCode.USAGE, act("add", STAGING, "--signer", path("stable.key.pub")))
                        .err())
                .contains("signed for by other keys", "freshet channel keys " + STAGING);
        assertThat(run(ExitCode.USAGE, act("keys", STABLE, "--online")).err()).contains("is not part of");
        away("root-1.key", "root-2.key");
        assertThat(run(ExitCode.LOCAL, act("keys", STAGING, "--signer", path("stable.key.pub")))
                        .err())
                .contains("the role targets needs 1");
        publish(STAGING, ExitCode.OK);
    }

    /** What the online key before has done to the books is said, and undone. */
    @Test
    void aDocumentThatTheSnapshotDoesNotNameAnyMoreIsRestored() throws Exception {
        bring("stable.key");
        Cli.report(act("add", STABLE, "--signer", path("stable.key.pub")));
        publish(STABLE, ExitCode.OK);
        Path timestamp = directory.resolve("repository/metadata/timestamp.json");
        byte[] older = Files.readAllBytes(timestamp);
        publish(STABLE, ExitCode.OK);
        Files.write(timestamp, older);
        key("keys/online-2.key");
        draft("rotate", path("keys/online-2.key.pub"));
        sign();
        Cli.Run published = publishRoot(ExitCode.OK);
        assertThat(published.err())
                .contains(
                        "warning: mainnet/stable: its keys have signed version 3 (release 2), too",
                        "--take mainnet/stable=3");
        assertThat(publishRoot(ExitCode.USAGE, "--take", "mainnet/other=3").err())
                .contains("the targets delegate nothing to channel.mainnet.other");
        Cli.Run again = publishRoot(ExitCode.OK, "--take", "mainnet/stable=3");
        assertThat(again.out()).contains("restored     mainnet/stable: version 3, where version 2 was named");
        assertThat(again.err()).doesNotContain("--take");
        JsonNode shown = Cli.report("show", to(), "--root", root(), "--channel", STABLE);
        assertThat(shown.at("/sequence").longValue()).isEqualTo(2);
    }

    @Test
    void theRootIsShownWhereTheRestIsDamaged() throws Exception {
        Files.delete(directory.resolve("repository/metadata/1.targets.json"));
        Cli.Run shown = run(ExitCode.OK, "root", "status", "--to", to(), "--current", root());
        assertThat(shown.out()).contains("root         version 1");
        assertThat(shown.err()).contains("which channels have keys of their own is not known");
    }

    private void sign() throws IOException {
        Cli.report("root", "sign", path("draft"), "--key", path("keys/root-1.key"));
    }

    private void draft(String verb, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("root", verb));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--to", to(), "--current", root(), "--out", path("draft")));
        Cli.report(all.toArray(String[]::new));
    }

    private String[] act(String verb, String channel, String... more) {
        return Stream.concat(Stream.of("channel", verb, channel, "--to", to(), "--keys", path("keys")), Stream.of(more))
                .toArray(String[]::new);
    }

    private Cli.Run publish(String channel, ExitCode exit) throws IOException {
        Path file = directory.resolve("source/file");
        Files.writeString(file, Files.readString(file) + "+");
        return run(
                exit,
                "publish",
                path("source"),
                "--to",
                to(),
                "--keys",
                path("keys"),
                "--channel",
                channel,
                "--state",
                path("state"));
    }

    private Cli.Run publishRoot(ExitCode exit, String... more) {
        Stream<String> all = Stream.concat(
                Stream.of("root", "publish", path("draft"), "--to", to(), "--keys", path("keys")), Stream.of(more));
        return run(exit, all.toArray(String[]::new));
    }

    private static Cli.Run run(ExitCode exit, String... arguments) {
        Cli.Run run = Cli.run(arguments);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(exit.code());
        return run;
    }

    /** Makes a key, and its public half beside it. */
    private String key(String name) throws IOException {
        String id = Cli.report("key", "generate", path(name)).get("id").asText();
        Files.writeString(
                directory.resolve(name + ".pub"),
                Cli.run("key", "export", path(name)).out());
        return id;
    }

    private void bring(String... names) throws IOException {
        for (String name : names) {
            Files.copy(
                    directory.resolve(name),
                    directory.resolve("keys").resolve(name),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void away(String... names) throws IOException {
        for (String name : names) {
            Files.delete(directory.resolve("keys").resolve(name));
        }
    }

    private String to() {
        return "file:" + path("repository");
    }

    private String root() {
        return path("keys/root.json");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
