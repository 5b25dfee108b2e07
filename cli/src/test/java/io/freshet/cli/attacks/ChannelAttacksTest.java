package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.trust.ChannelName;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a thief of the online key can't do to {@code freshet fetch}: the rules of a channel, and its height. */
class ChannelAttacksTest extends Attack {

    private static final ChannelName CHANNEL = new ChannelName(Victim.CHANNEL);
    private static final ChannelName OTHER = new ChannelName(Victim.OTHER);

    /** One of two approvers has approved what the thief releases. */
    @Test
    void oneApprovalTooFew() throws Exception {
        victim.hold();
        victim.fetches("one", mirror);
        victim.release(Victim.OTHER, "bad");
        ObjectNode stolen = forger.pointer(OTHER);
        ObjectNode pointer = forger.pointer(CHANNEL);
        long next = pointer.get("sequence").longValue() + 1;
        pointer.setAll(stolen);
        pointer.put("channel", Victim.CHANNEL).put("sequence", next);
        victim.approval("alice", Victim.OTHER, Victim.CHANNEL);
        ArrayNode approvals = pointer.putArray("approvals");
        approvals.add(forger.read(victim.directory.resolve("people/alice.json")).at("/signatures/0"));
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));

        victim.refuses("one", mirror, "has 1 of the 2 approvals", "Somebody released what was not approved");
    }

    /** Two approvals that were given for the staging channel. */
    @Test
    void approvalsForAnotherChannel() throws Exception {
        victim.hold();
        victim.release(Victim.OTHER, "bad");
        ObjectNode pointer = forger.pointer(OTHER);
        pointer.put("channel", Victim.CHANNEL).put("sequence", 9);
        ArrayNode approvals = pointer.putArray("approvals");
        for (String name : new String[] {"alice", "bob"}) {
            Path file = victim.approval(name, Victim.OTHER, Victim.OTHER);
            approvals.add(forger.read(file).at("/signatures/0"));
        }
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));

        victim.refuses("one", mirror, "has 0 of the 2 approvals");
    }

    /** The policy is withheld, or that of a time without rules is shown. */
    @Test
    void rulesThatAreNotShown() throws Exception {
        byte[] before = forger.bytes(forger.policy());
        victim.hold();
        victim.release(Victim.OTHER, "bad");
        ObjectNode pointer = forger.pointer(OTHER);
        pointer.put("channel", Victim.CHANNEL).put("sequence", 9);
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));
        mirror.forged.put(forger.policy(), before);

        victim.refuses("one", mirror, "policy.json");
    }

    @Test
    void aHaltByNobodyOnCall() throws Exception {
        victim.hold();
        victim.fetches("one", mirror);
        ObjectNode pointer = forger.pointer(CHANNEL);
        pointer.put("sequence", pointer.get("sequence").longValue() + 1);
        pointer.putObject("halt")
                .put("reason", "buy our snapshots instead")
                .put("time", "2026-11-27T00:00:00Z")
                .putArray("signatures");
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));

        victim.refuses("one", mirror, "the halt of mainnet/archive is signed by none of the keys that are on call");
    }

    /** Newer by every version, and lower on the chain. */
    @Test
    void aLowerHeight() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "200");
        victim.fetches("two", mirror);
        ObjectNode pointer = forger.pointer(CHANNEL);
        pointer.put("sequence", 9).put("height", 100);
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));
        victim.refuses("two", mirror, "is at height 100", "is at height 200", "Only a rollback");
    }

    @Test
    void aHeightThatIsKeptQuiet() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "200");
        victim.fetches("two", mirror);
        ObjectNode pointer = forger.pointer(CHANNEL);
        pointer.put("sequence", 9).remove("height");
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));
        victim.refuses("two", mirror, "is of no known height");
    }

    /** In two steps: a lower number first, which the rollback is above. */
    @Test
    void aLowerNumber() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "200");
        victim.release(Victim.CHANNEL, "three", "--height", "300");
        victim.fetches("three", mirror);
        ObjectNode pointer = forger.pointer(CHANNEL);
        pointer.put("sequence", 2);
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));

        victim.refuses("three", mirror, "names release 2 as its newest, and release 3 was seen here before");
    }

    /** What is refused for another reason raises no height that everything after it would be below. */
    @Test
    void aHeightThatWasRefusedIsForgotten() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "200");
        ObjectNode pointer = forger.pointer(CHANNEL);
        pointer.put("sequence", 9).put("height", 9_007_199_254_740_991L);
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));
        Cli.Run run = fetch("--require-log");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.UNTRUSTED.code());

        assertThat(victim.node.resolve(".freshet/trust/channel.mainnet.archive.seen"))
                .content()
                .doesNotContain("9007199254740991");
    }

    /** A number that none could follow: the publisher goes on with one that the log shows to be above all others. */
    @Test
    void aNumberThatNoneCanFollow() throws Exception {
        ObjectNode pointer = forger.pointer(CHANNEL);
        pointer.put("sequence", 9_007_199_254_740_991L);
        for (var object : forger.point(CHANNEL, pointer, forger.online).entrySet()) {
            Files.write(victim.repository.resolve(object.getKey()), object.getValue());
        }
        victim.release(Victim.CHANNEL, "two", "--height", "200");
        victim.act("channel", "halt", Victim.CHANNEL, "--reason", "looking into it");
        victim.act("channel", "rollback", Victim.CHANNEL, "--release", "2", "--reason", "two is good");

        victim.fetches("two", mirror);
    }

    /** Two histories under one key: the rollback is of the one that never was as high as what the node has seen. */
    @Test
    void aRollbackOfAnotherPast() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "100");
        ObjectNode pointer = forger.pointer(CHANNEL);
        victim.release(Victim.OTHER, "high", "--height", "130");
        pointer.setAll(forger.pointer(OTHER));
        pointer.put("channel", Victim.CHANNEL).put("sequence", 3);
        mirror.forged.putAll(forger.point(CHANNEL, pointer, forger.online));
        victim.fetches("high", mirror);

        mirror.forged.clear();
        victim.release(Victim.CHANNEL, "three", "--height", "120");
        victim.act("channel", "rollback", Victim.CHANNEL, "--release", "2", "--reason", "three is corrupt");
        victim.release(Victim.CHANNEL, "five", "--height", "103");
        for (int i = 0; i < 2; i++) {
            victim.act("channel", "add", "more/" + i);
        }
        victim.refuses(
                "high",
                mirror,
                "is at height 103, and release 3, which was seen here before, is at height 130",
                "taken back, from a height of 120 at most: what was seen here is of another past of it");
    }

    /** A rollback that was signed before what the node has seen since. */
    @Test
    void anOldRollbackLowersNothing() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "200");
        victim.act("channel", "rollback", Victim.CHANNEL, "--release", "1", "--reason", "two is corrupt");
        victim.release(Victim.CHANNEL, "three", "--height", "300");
        victim.fetches("three", mirror);
        ObjectNode back = forger.pointer(CHANNEL);
        back.put("sequence", 9).put("height", 100);
        back.putObject("rollback")
                .put("from", 2)
                .put("manifest", back.at("/manifest/sha256").textValue())
                .put("reason", "two is corrupt")
                .putArray("signatures");
        mirror.forged.putAll(forger.point(CHANNEL, back, forger.online));

        victim.refuses("three", mirror, "is at height 100", "release 4, which was seen here before, is at height 300");
        assertThat(victim.node.resolve(".freshet/trust/channel.mainnet.archive.seen"))
                .content()
                .contains("300");
    }
}
