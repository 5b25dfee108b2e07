package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.trust.ChannelName;
import io.freshet.fetcher.ChannelFetch;
import io.freshet.fetcher.anchor.AnchorRefused;
import io.freshet.fetcher.anchor.AnchorRule;
import io.freshet.fetcher.anchor.AnchorVerifiers;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.trust.Acceptance;
import io.freshet.fetcher.trust.RootOfTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever has all keys of the publisher can sign any snapshot; what the chain's nodes say stays what it is. */
class AnchorTest extends Attack {

    /** The chain, and the branch that a thief would have nodes follow. */
    private static final char CHAIN = 'a';

    private static final char BRANCH = 'e';

    private ChainNode one;
    private ChainNode two;
    private ChainNode liar;

    @BeforeEach
    void runTheChain() throws Exception {
        one = new ChainNode().with(CHAIN, 100).with(CHAIN, 110);
        two = new ChainNode().with(CHAIN, 100).with(CHAIN, 112);
        liar = new ChainNode().with(BRANCH, 100).with(BRANCH, 9_000_000);
    }

    @AfterEach
    void stopTheChain() {
        one.close();
        two.close();
        liar.close();
    }

    private void release(char branch, long height, String content) throws IOException {
        release(ChainNode.hash(branch, height), ChainNode.hash(branch, height + 1), height, content);
    }

    private void release(String block, String root, long height, String content) throws IOException {
        String[] facts = {"--height", Long.toString(height), "--block-hash", block, "--state-root", root};
        victim.release(
                Victim.CHANNEL,
                content,
                Stream.concat(Stream.of(facts), Stream.of("--network", "mainnet"))
                        .toArray(String[]::new));
    }

    private Cli.Run fetch(List<String> anchors, String... more) {
        List<String> arguments = new ArrayList<>(List.of("fetch", "--channel", Victim.CHANNEL, "--quiet"));
        arguments.addAll(List.of("--into", victim.node.toString(), "--from", mirror.url()));
        anchors.forEach(anchor -> arguments.addAll(List.of("--anchor", anchor)));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private Cli.Run fetch(ChainNode... nodes) {
        return fetch(urls(nodes));
    }

    private static List<String> urls(ChainNode... nodes) {
        return Stream.of(nodes).map(node -> "eth=" + node.url()).toList();
    }

    private void assertRefused(Cli.Run run, ExitCode exit, String... said) {
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(exit.code());
        assertThat(run.err()).contains(said);
        assertThat(victim.node.resolve("current/state")).hasContent("one");
    }

    /** Signed by all keys that there are. The node is as it was, and has downloaded nothing. */
    @Test
    void aSnapshotOfAnotherBranch() throws Exception {
        release(BRANCH, 9_000_000, "two");
        one.with(CHAIN, 9_000_000);
        two.with(CHAIN, 9_000_000);
        mirror.asked.clear();
        assertRefused(
                fetch(one, two, liar),
                ExitCode.UNTRUSTED,
                "block 9000000 " + ChainNode.hash(BRANCH, 9_000_000) + "; 1 of the 2 anchors that must agree do",
                "eth " + one.url() + ": says block hash " + ChainNode.hash(CHAIN, 9_000_000),
                "the snapshot says " + ChainNode.hash(BRANCH, 9_000_000));
        assertThat(mirror.asked)
                .as("of its packs, only where to begin")
                .filteredOn(path -> path.startsWith("packs/"))
                .hasSize(1);
        try (Stream<Path> versions = Files.list(victim.node.resolve("versions"))) {
            assertThat(versions).hasSize(1);
        }
    }

    /** A height that no chain has is not remembered of what was refused: the publisher's own releases are lower. */
    @Test
    void whatWasRefusedKeepsNothingElseOut() throws Exception {
        ChannelName channel = new ChannelName(Victim.CHANNEL);
        String hash = ChainNode.hash(BRANCH, 9_000_000);
        victim.release(Victim.OTHER, "bad", "--height", "9000000", "--block-hash", hash);
        ObjectNode pointer = forger.pointer(new ChannelName(Victim.OTHER));
        pointer.put("channel", Victim.CHANNEL).put("sequence", 2);
        mirror.forged.putAll(forger.point(channel, pointer, forger.online));
        assertRefused(fetch(one), ExitCode.UNTRUSTED, "does not have block 9000000");

        mirror.forged.clear();
        release(CHAIN, 100, "three");
        release(CHAIN, 110, "four");
        Cli.Run run = fetch(one);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(victim.node.resolve("current/state")).hasContent("four");
    }

    @Test
    void anotherStateOfTheSameBlock() throws Exception {
        release(ChainNode.hash(CHAIN, 100), ChainNode.hash(BRANCH, 7), 100, "two");
        assertRefused(
                fetch(one, two),
                ExitCode.UNTRUSTED,
                "says state root " + ChainNode.hash(CHAIN, 101) + "; the snapshot says " + ChainNode.hash(BRANCH, 7));
    }

    @Test
    void oneLiarOfThree() throws Exception {
        release(CHAIN, 100, "two");
        Cli.Run run = fetch(urls(one, liar, two), "--max-lag-blocks", "12", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode anchor = new ObjectMapper().readTree(run.out()).get("anchor");
        assertThat(anchor.get("height").longValue()).isEqualTo(100);
        assertThat(anchor.get("blockHash").textValue()).isEqualTo(ChainNode.hash(CHAIN, 100));
        assertThat(anchor.get("stateRoot").textValue()).isEqualTo(ChainNode.hash(CHAIN, 101));
        assertThat(anchor.get("quorum").intValue()).isEqualTo(2);
        assertThat(anchor.get("agreed").intValue()).isEqualTo(2);
        assertThat(anchor.get("head").longValue()).isEqualTo(110);
        assertThat(anchor.get("lag").longValue()).isEqualTo(10);
        assertThat(anchor.at("/answers/1/anchor").textValue()).isEqualTo("eth " + liar.url());
        assertThat(anchor.at("/answers/1/vote").textValue()).isEqualTo("contradicts");

        Cli.Run again = fetch(one, liar, two);
        assertThat(again.out())
                .contains("anchored     block 100 " + ChainNode.hash(CHAIN, 100) + ", with its state root, by 2 of 3")
                .contains("anchor       eth " + liar.url() + ": says block hash " + ChainNode.hash(BRANCH, 100));
        Cli.Run show = Cli.run("show", victim.node.toString());
        assertThat(show.out()).contains(", by 2 of 3: eth " + one.url() + ", eth " + two.url());
        assertRefusedAfter(fetch(urls(one, liar, two), "--anchor-quorum", "3"), "2 of the 3 anchors");
    }

    private void assertRefusedAfter(Cli.Run run, String said) {
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains(said);
        assertThat(victim.node.resolve("current/state")).hasContent("two");
    }

    /** A mirror, or a publisher, that shows a snapshot of long ago. */
    @Test
    void aSnapshotThatIsTooFarBehind() throws Exception {
        release(CHAIN, 100, "two");
        assertRefused(
                fetch(urls(one, two), "--max-lag-blocks", "9"),
                ExitCode.UNTRUSTED,
                "release 2 of mainnet/archive is at height 100, 10 blocks behind the chain's head at 110;"
                        + " --max-lag-blocks allows 9");
        assertThat(fetch(urls(one, two), "--max-lag-blocks", "10").code()).isZero();
    }

    @Test
    void aSnapshotThatDoesNotSayWhereItStands() throws Exception {
        victim.release(Victim.CHANNEL, "two", "--height", "100");
        assertRefused(
                fetch(one), ExitCode.UNTRUSTED, "the snapshot does not say which block it stands at", "--block-hash");
        assertThat(one.asked).hasValue(0);
    }

    @Test
    void whoIsNotThereIsNotWhoDoesNotKnow() throws Exception {
        release(CHAIN, 100, "two");
        two.close();
        assertRefused(
                fetch(one, two),
                ExitCode.UNAVAILABLE,
                "could not be asked",
                "eth " + two.url() + ": connection refused");
        one.blocks.clear();
        assertRefused(fetch(one), ExitCode.UNTRUSTED, "eth " + one.url() + ": does not have block 100");
    }

    @Test
    void checkpointsOfOnesOwn() throws Exception {
        release(CHAIN, 100, "two");
        Path list = Files.createDirectories(directory.resolve("people")).resolve("checkpoints.json");
        String form = "{\"network\": \"mainnet\", \"checkpoints\": [{\"height\": 100, \"blockHash\": \"%s\"}]}";
        Files.writeString(list, form.formatted(ChainNode.hash(BRANCH, 100)));
        assertRefused(fetch(List.of("file=" + list)), ExitCode.UNTRUSTED, "file " + list + ": says block hash");
        Files.writeString(list, form.formatted("nothing"));
        assertRefused(fetch(List.of("file=" + list)), ExitCode.USAGE, "/checkpoints/0/blockHash: must be a hash");
        Files.writeString(list, form.formatted(ChainNode.hash(CHAIN, 100)));
        assertThat(fetch(List.of("file=" + list)).code()).isZero();
    }

    @Test
    void secretsAreNotRepeated() throws Exception {
        release(CHAIN, 100, "two");
        String secret = "eth=" + one.url().replace("://", "://me:PASSWORD@") + "/v3/KEY?token=TOKEN";
        List<Cli.Run> runs = new ArrayList<>();
        runs.add(fetch(List.of(secret, "eth=" + liar.url())));
        runs.add(fetch(List.of(secret.replace("http", "gopher"))));
        runs.add(fetch(List.of(secret, secret)));
        runs.add(fetch(List.of(secret), "--anchor-quorum", "2"));
        assertThat(runs.getFirst().code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(runs.subList(1, 4)).extracting(Cli.Run::code).containsOnly(ExitCode.USAGE.code());
        runs.add(fetch(List.of(secret), "--json"));
        assertThat(runs.getLast().code()).isZero();
        runs.add(Cli.run("show", victim.node.toString(), "--json"));
        Path options = Files.createDirectories(directory.resolve("people")).resolve("options");
        Files.writeString(options, "--anchor \"" + secret + "\"");
        runs.add(fetch(List.of(), "@" + options));
        assertThat(runs.getLast().out()).contains("by 1 of 1");
        for (Cli.Run run : runs) {
            assertThat(run.out() + run.err()).doesNotContain("KEY", "PASSWORD", "TOKEN");
        }
        try (Stream<Path> files = Files.walk(victim.node)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("PASSWORD", "TOKEN", "v3/KEY");
            }
        }
    }

    /** The chain has block 100; that of the pointer would satisfy who remembers block 110. */
    @Test
    void anOldBlockUnderAGreatHeight() throws Exception {
        release(CHAIN, 100, "two");
        ObjectNode pointer = forger.pointer(new ChannelName(Victim.CHANNEL));
        pointer.put("sequence", 9).put("height", 120);
        mirror.forged.putAll(forger.point(new ChannelName(Victim.CHANNEL), pointer, forger.online));
        assertRefused(fetch(one), ExitCode.UNTRUSTED, "is signed as of height 120, and its manifest as of height 100");
    }

    @Test
    void optionsThatMakeNoSense() {
        assertThat(fetch(List.of(), "--max-lag-blocks", "5").err()).contains("name an --anchor, like");
        assertThat(fetch(List.of(), "--anchor-quorum", "1").err()).contains("name an --anchor, like");
        assertThat(fetch(urls(one), "--max-lag-blocks", "-1").err()).contains("is a number from 0 on");
        assertThat(fetch(List.of("gold=x")).err()).contains("kinds are cosmos, eth, file");
        assertThat(fetch(urls(one), "--max-lag-blocks", "5", "--manifest", "sha256:" + "ab".repeat(32))
                        .err())
                .contains("leave --max-age, --max-lag-blocks");
    }

    /** A digest that somebody was told, perhaps by the thief: the chain is asked all the same. */
    @Test
    void breakGlassAsksTheChain() throws Exception {
        release(BRANCH, 100, "two");
        String digest = forger.pointer(new ChannelName(Victim.CHANNEL))
                .at("/manifest/sha256")
                .textValue();
        assertRefused(fetch(urls(one, two), "--manifest", "sha256:" + digest), ExitCode.UNTRUSTED, "others contradict");
    }

    @Test
    void asALibrary() throws Exception {
        release(CHAIN, 100, "two");
        Acceptance lied = acceptance(liar);
        assertThatThrownBy(() -> channel(lied).into(victim.node)).isInstanceOf(AnchorRefused.Contradicted.class);
        assertThat(victim.node.resolve("current/state")).hasContent("one");
        channel(acceptance(one)).into(victim.node);
        assertThat(victim.node.resolve("current/state")).hasContent("two");
    }

    private static Acceptance acceptance(ChainNode node) throws IOException {
        AnchorVerifiers verifiers = AnchorVerifiers.load(AnchorTest.class.getClassLoader());
        AnchorRule rule = new AnchorRule(List.of(verifiers.parse("eth=" + node.url())), 1, Optional.of(1_000_000_000L));
        return new Acceptance(Optional.empty(), Optional.of(rule));
    }

    private ChannelFetch channel(Acceptance acceptance) throws IOException {
        return new ChannelFetch(
                List.of(new Mirror(mirror.url())),
                new RootOfTrust.Document(Files.readAllBytes(victim.keys.resolve("root.json"))),
                new ChannelName(Victim.CHANNEL),
                Optional.empty(),
                acceptance);
    }
}
