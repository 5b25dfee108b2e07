package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.door.Python;
import io.freshet.cli.testing.Cli;
import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a publisher does to channels beside publishing, and what a node makes of it. */
class ChannelActsTest extends Attack {

    @Test
    void aHaltedChannelIsNotFetchedUntilItIsResumed() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "200");
        JsonNode halted = victim.act("channel", "halt", Victim.CHANNEL, "--reason", "the state root differs");
        assertThat(halted.get("halted").booleanValue()).isTrue();
        assertThat(halted.get("sequence").longValue()).isEqualTo(3);

        Cli.Run fetch = victim.fetch(mirror);
        assertThat(fetch.code()).isEqualTo(ExitCode.HALTED.code());
        assertThat(fetch.err())
                .contains("has halted the channel mainnet/archive since", ": the state root differs")
                .endsWith("\nfreshet: ask the publisher: " + Victim.CONTACT + "\n");
        assertThat(victim.node.resolve("current/state")).hasContent("one");
        Cli.Run show = Cli.run("show", mirror.url(), "--root", root());
        assertThat(show.out()).contains("HALTED").contains("the state root differs");
        refusesToPublish(ExitCode.HALTED, "is halted since", "freshet channel resume mainnet/archive");

        victim.act("channel", "resume", Victim.CHANNEL);
        victim.fetches("two", mirror);
        victim.act("channel", "halt", Victim.CHANNEL, "--reason", "again");
        victim.act("channel", "resume", Victim.CHANNEL);
        Cli.Run same = victim.fetch(mirror);
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out()).as("the same snapshot under another number").contains("in use");
        assertThat(Cli.run(acting("channel", "resume", Victim.CHANNEL)).err()).contains("is not halted");
    }

    /** The only way to a lower height; whoever was not there when it happened takes it, too. */
    @Test
    void aChannelIsTakenBack() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "200");
        victim.release(Victim.CHANNEL, "three", "--height", "300");
        victim.fetches("three", mirror);
        refusesToPublish(ExitCode.USAGE, "is at height 300", "no known height", "freshet channel rollback");
        assertThat(publish("--height", "299").err()).contains("and this is of height 299");

        victim.act("channel", "rollback", Victim.CHANNEL, "--release", "2", "--reason", "three is corrupt");
        victim.release(Victim.CHANNEL, "four", "--height", "250");
        victim.fetches("four", mirror);
        victim.release(Victim.CHANNEL, "five", "--height", "301");
        victim.fetches("five", mirror);

        assertThat(Cli.run(acting("channel", "rollback", Victim.CHANNEL, "--release", "77", "--reason", "x"))
                        .err())
                .contains("has no release 77");
        assertThat(Cli.run(acting("channel", "rollback", Victim.CHANNEL, "--release", "2", "--reason", "a\nb"))
                        .code())
                .isEqualTo(ExitCode.USAGE.code());
    }

    /** Nothing is uploaded: the packs are there. */
    @Test
    void aReleaseIsPromoted() throws Exception {
        victim.release(Victim.OTHER, "two", "--height", "200");
        victim.release(Victim.OTHER, "three", "--height", "300");
        long packs = packs();
        victim.act("promote", Victim.OTHER + "@1", Victim.CHANNEL);
        victim.fetches("two", mirror);
        victim.act("promote", Victim.OTHER, Victim.CHANNEL);
        victim.fetches("three", mirror);

        assertThat(packs()).isEqualTo(packs);
        assertThat(Cli.run(acting("promote", Victim.OTHER + "@1", Victim.CHANNEL))
                        .err())
                .contains("is at height 300, and this is of height 200");
        assertThat(Cli.run(acting("promote", Victim.OTHER + "@9", Victim.CHANNEL))
                        .err())
                .contains("channel staging/archive has no release 9");
    }

    @Test
    void aChannelWithRulesTakesWhatWasApproved() throws Exception {
        victim.hold();
        victim.fetches("one", mirror);
        assertThat(mirror.asked).as("the rules are read where there are any").contains(forger.policy());
        refusesToPublish(ExitCode.USAGE, "only what 2 of its approvers have approved", "freshet promote");

        victim.release(Victim.OTHER, "two", "--height", "200");
        Path alice = victim.approval("alice", Victim.OTHER, Victim.CHANNEL);
        Cli.Run few = Cli.run(acting("promote", Victim.OTHER, Victim.CHANNEL, "--approval", alice.toString()));
        assertThat(few.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(few.err()).contains("it takes 2 approvals, and has 1");
        Path carol = victim.approval("carol", Victim.OTHER, Victim.CHANNEL);
        victim.act(
                "promote",
                Victim.OTHER,
                Victim.CHANNEL,
                "--approval",
                alice.toString(),
                "--approval",
                carol.toString());
        victim.fetches("two", mirror);

        victim.release(Victim.OTHER, "three", "--height", "300");
        Cli.Run others = Cli.run(acting("promote", Victim.OTHER, Victim.CHANNEL, "--approval", alice.toString()));
        assertThat(others.err()).contains("an approval is not of this release to this channel");
    }

    /** {@code restore.py}, which knows the specification alone, holds a channel to the same rules. */
    @Test
    void theRulesAreTheSameForOtherPrograms() throws Exception {
        Python python = Python.orSkip();
        victim.hold();
        assertThat(restored(python, "one").code()).isZero();
        Files.copy(victim.directory.resolve("people/dora.key"), victim.keys.resolve("dora.key"));
        victim.release(Victim.OTHER, "two", "--height", "200");
        approveAndPromote();
        victim.act("channel", "halt", Victim.CHANNEL, "--reason", "two is corrupt");
        assertThat(restored(python, "halted").output()).contains("halted by its publisher: 'two is corrupt'");
        victim.act("channel", "rollback", Victim.CHANNEL, "--release", "2", "--reason", "two is corrupt");
        Python.Run back = restored(python, "back");
        assertThat(back.code()).as(back.output()).isZero();
        assertThat(victim.directory.resolve("back/state")).hasContent("one");

        ChannelName channel = new ChannelName(Victim.CHANNEL);
        ObjectNode few = forger.pointer(channel);
        few.withArray("approvals").remove(0);
        forger.point(channel, few, forger.online).forEach(this::write);
        assertThat(restored(python, "few").output()).contains("has 1 of the 2 approvals that the policy asks for");
    }

    private void write(String object, byte[] bytes) {
        try {
            Files.write(victim.repository.resolve(object), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Python.Run restored(Python python, String name) throws Exception {
        String out = victim.directory.resolve(name).toString();
        return python.run(List.of(
                "examples/restore/restore.py", victim.repository.toString(), Victim.CHANNEL, out, "--root", root()));
    }

    /** One key on call is enough to halt, and to return to what was approved before; it is not enough for anything new. */
    @Test
    void whoIsOnCallActsAlone() throws Exception {
        victim.hold();
        victim.release(Victim.OTHER, "two", "--height", "200");
        approveAndPromote();
        victim.fetches("two", mirror);
        Cli.Run without = Cli.run(acting("channel", "halt", Victim.CHANNEL, "--reason", "x"));
        assertThat(without.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(without.err()).contains("it takes a key that is on call");

        Files.copy(victim.directory.resolve("people/dora.key"), victim.keys.resolve("dora.key"));
        victim.act("channel", "halt", Victim.CHANNEL, "--reason", "two is corrupt");
        assertThat(victim.fetch(mirror).code()).isEqualTo(ExitCode.HALTED.code());
        victim.act("channel", "rollback", Victim.CHANNEL, "--release", "2", "--reason", "two is corrupt");
        victim.fetches("one", mirror);

        victim.release(Victim.OTHER, "three", "--height", "300");
        assertThat(Cli.run(acting("promote", Victim.OTHER, Victim.CHANNEL)).err())
                .contains("it takes 2 approvals, and has 0");
        Files.delete(victim.keys.resolve("dora.key"));
        approveAndPromote();
        victim.fetches("three", mirror);
        victim.act("channel", "rules", Victim.CHANNEL, "--none");
        victim.release(Victim.CHANNEL, "four", "--height", "400");
        victim.fetches("four", mirror);
    }

    /** Rules that the current release breaks would leave all nodes without the channel. */
    @Test
    void rulesDoNotBeginWithARelease() throws Exception {
        Path alice = victim.person("alice");
        Cli.Run run = Cli.run(acting(
                "channel",
                "rules",
                Victim.CHANNEL,
                "--approver",
                alice.resolveSibling("alice.pub").toString()));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("it takes 1 approvals, and has 0 (freshet approve makes one)");
        assertThat(Cli.run(acting("channel", "rules", Victim.CHANNEL)).err()).contains("say who approves");
        Cli.Run secret = Cli.run(acting("channel", "rules", Victim.CHANNEL, "--approver", alice.toString()));
        assertThat(secret.err()).contains("is a private key");
    }

    private void approveAndPromote() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("promote", Victim.OTHER, Victim.CHANNEL));
        for (String name : List.of("alice", "bob")) {
            arguments.add("--approval");
            arguments.add(victim.approval(name, Victim.OTHER, Victim.CHANNEL).toString());
        }
        victim.act(arguments.toArray(String[]::new));
    }

    private void refusesToPublish(ExitCode code, String... words) {
        Cli.Run run = publish();
        assertThat(run.code()).isEqualTo(code.code());
        assertThat(run.err()).contains(words);
    }

    private Cli.Run publish(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("publish", victim.directory.resolve("source").toString()));
        arguments.addAll(List.of("--channel", Victim.CHANNEL));
        arguments.addAll(List.of("--state", victim.directory.resolve("state").toString()));
        arguments.addAll(List.of(more));
        return Cli.run(acting(arguments.toArray(String[]::new)));
    }

    private String[] acting(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--to", "file:" + victim.repository, "--keys", victim.keys.toString()));
        return all.toArray(String[]::new);
    }

    private String root() {
        return victim.keys.resolve("root.json").toString();
    }

    private long packs() throws IOException {
        try (var files = Files.walk(victim.repository.resolve("packs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
