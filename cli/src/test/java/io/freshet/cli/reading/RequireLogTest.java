package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.TlogProof;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.SigningKey;
import io.freshet.core.trust.TrustedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches that require the log, from mirrors that serve an honest one and others. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RequireLogTest {

    private static final String SEEN = ".freshet/trust/log.checkpoint";

    @TempDir
    Path directory;

    private Shell shell;
    private LogForge forge;
    private HttpMirror mirror;
    private Path node;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.publishTwice();
        forge = new LogForge(shell.repository);
        mirror = new HttpMirror(shell.repository);
        node = directory.resolve("node");
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private Shell.Run fetch(String... more) {
        return fetchFrom(List.of(mirror.url()), more);
    }

    private Shell.Run fetchFrom(List<String> mirrors, String... more) {
        Stream<String> from = mirrors.stream().flatMap(url -> Stream.of("--from", url));
        Stream<String> fixed = Stream.of("fetch", "--channel", Shell.CHANNEL, "--into", node.toString(), "--json");
        return shell.read(
                Stream.of(fixed, from, Stream.of(more)).flatMap(part -> part).toArray(String[]::new));
    }

    private void publishNext(int seed) throws Exception {
        shell.write("next", Shell.noise(seed, 10_000));
        shell.publish(Shell.CHANNEL);
    }

    private List<String> askedOfTheLog() {
        return mirror.asked.stream().filter(object -> object.startsWith("log/")).toList();
    }

    private void assertRefused(Shell.Run run, String... said) {
        assertThat(run.ends(ExitCode.UNTRUSTED).err()).contains(said);
    }

    @Test
    void aReleaseThatIsLoggedCostsTwoRequestsWhichAnyFetchMakesForItsProof() throws Exception {
        fetch().ends(ExitCode.OK);
        assertThat(askedOfTheLog()).containsExactly("log/seq/1", "log/proof/1");
        assertThat(node.resolve(SEEN)).doesNotExist();
        mirror.asked.clear();
        assertThat(fetch("--require-log").ends(ExitCode.OK).json().get("log").toString())
                .contains("\"entry\":1,\"size\":2");
        assertThat(askedOfTheLog()).containsExactly("log/seq/1", "log/proof/1");
        assertThat(node.resolve(SEEN)).hasBinaryContent(forge.read("log/checkpoint"));

        mirror.asked.clear();
        publishNext(1);
        assertThat(fetch("--require-log").ends(ExitCode.OK).json().get("log").toString())
                .contains("\"entry\":2,\"size\":3");
        assertThat(askedOfTheLog()).containsExactly("log/seq/2", "log/proof/2", "log/tile/0/000.p/3");
        assertThat(node.resolve(SEEN)).hasBinaryContent(forge.read("log/checkpoint"));
    }

    @Test
    void anEntryOfAnotherReleaseIsRefused() throws Exception {
        Files.copy(forge.at("log/seq/0"), forge.at("log/seq/1"), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(
                fetch("--require-log"),
                "log/seq/1 at " + mirror.url() + " is not that of release 2",
                "it names mainnet/archive@1",
                "No proof holds that the log has that: ask another mirror");
        assertThat(node.resolve("current")).doesNotExist();
    }

    @Test
    void anEntryThatIsNotInTheLogIsRefused() throws Exception {
        String entry = Files.readString(forge.at("log/seq/1"));
        Files.writeString(forge.at("log/seq/1"), entry.replace("\"height\" : 200", "\"height\" : 201"));
        assertRefused(fetch("--require-log"), "the proof does not lead from this entry at index 1");
        assertThat(node.resolve("current")).doesNotExist();
    }

    @Test
    void theProofOfAnotherEntryIsRefused() throws Exception {
        Files.copy(forge.at("log/proof/0"), forge.at("log/proof/1"), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(fetch("--require-log"), "log/proof/1", "it proves entry 0");
    }

    @Test
    void aProofThatIsMissingIsSaidToBe() throws Exception {
        Files.delete(forge.at("log/proof/1"));
        assertRefused(
                fetch("--require-log"),
                "this repository's publisher wrote no proof for release 2 of mainnet/archive",
                "has no log/proof/1");
        fetch().ends(ExitCode.OK);
    }

    @Test
    void aCheckpointByAForeignKeyIsRefused() throws Exception {
        forge.forgeProof(1);
        // The log's own checkpoint has the entry, too.
        fetch("--require-log").ends(ExitCode.OK);
        forge.forgeCheckpoint();
        assertRefused(fetch("--require-log"), "no known key of the log \"freshet/", "has signed the checkpoint");
    }

    /** Or copied by half: a mirror that has not what was seen is refused, and proves nothing against the log. */
    @Test
    void aLogThatWasCutShortIsRefused() throws Exception {
        Path one = releaseOne();
        // Of a publisher that died: an entry without a release.
        Files.copy(forge.at("log/seq/2"), forge.at("log/seq/3"));
        publishNext(6);
        fetch("--require-log").ends(ExitCode.OK);
        byte[] seen = Files.readAllBytes(node.resolve(SEEN));
        forge.rewindTo(one);
        for (int seed = 3; seed < 6; seed++) {
            publishNext(seed);
            // The timestamp's version is to be above what it was before.
            addChannel("mainnet/more-" + seed);
        }
        Shell.Run run = fetch("--require-log");
        assertRefused(run, "tile/0/000.p/5 is missing");
        assertThat(run.err()).doesNotContain("show them to the publisher");
        assertThat(node.resolve(SEEN)).hasBinaryContent(seen);
    }

    @Test
    void aSplitViewIsRefusedAndBothCheckpointsAreKept() throws Exception {
        Path one = releaseOne();
        fetch("--require-log").ends(ExitCode.OK);
        byte[] seen = Files.readAllBytes(node.resolve(SEEN));
        forge.rewindTo(one);
        publishNext(3);
        publishNext(4);
        publishNext(5);
        Shell.Run run = fetch("--require-log");
        assertRefused(run, "seen with size 3", "offered with size 4", "two histories", "kept in");
        assertEvidence(
                seen, TlogProof.parse(forge.read("log/proof/3")).checkpoint().encode(), run);
        assertThat(node.resolve(SEEN)).hasBinaryContent(seen);
        // What was seen is not forgotten by that.
        assertRefused(fetch("--require-log"), "two histories");
        assertSaidUntilItIsResolved();
    }

    private void assertSaidUntilItIsResolved() throws Exception {
        Path evidence = node.resolve(".freshet/evidence");
        for (String[] more : new String[][] {{"--quiet"}, {"--if-empty", "--quiet"}}) {
            Shell.Run run = fetch(more).ends(ExitCode.OK);
            assertThat(run.err()).contains("WARNING: " + evidence + " holds proof", "move that directory elsewhere");
            assertThat(run.json().get("evidence")).hasSize(2);
        }
        assertThat(shell.run("show", node.toString()).ends(ExitCode.OK).out()).contains("WARNING      " + evidence);
        Files.move(evidence, directory.resolve("evidence"));
        Shell.Run run = fetch().ends(ExitCode.OK);
        assertThat(run.err()).doesNotContain("WARNING");
        assertThat(run.json().get("evidence")).isEmpty();
    }

    /** A repository as it was after one release, which has three by now; the log is the same up to there. */
    private Path releaseOne() throws Exception {
        Shell other = new Shell(Files.createDirectories(directory.resolve("other")));
        other.init(Shell.CHANNEL);
        other.publishOnce();
        Path one = new LogForge(other.repository).copy(directory.resolve("one"));
        other.publishAgain();
        mirror.close();
        shell = other;
        forge = new LogForge(other.repository);
        mirror = new HttpMirror(other.repository);
        publishNext(2);
        return one;
    }

    private void addChannel(String name) {
        String keys = shell.directory.resolve("keys").toString();
        shell.run("channel", "add", name, "--to", "file:" + shell.repository, "--keys", keys)
                .ends(ExitCode.OK);
    }

    private void assertEvidence(byte[] seen, byte[] offered, Shell.Run run) throws IOException {
        try (Stream<Path> files = Files.list(node.resolve(".freshet/evidence"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(2).allSatisfy(file -> assertThat(run.err()).contains(file.toString()));
            assertThat(all).anySatisfy(file -> assertThat(file).hasBinaryContent(seen));
            assertThat(all).anySatisfy(file -> assertThat(file).hasBinaryContent(offered));
        }
    }

    @Test
    void withoutTheQuorumsCosignaturesItIsRefused() throws Exception {
        Cosigner first = new Cosigner("first.example", SigningKey.generate(new SecureRandom()));
        Cosigner second = new Cosigner("second.example", SigningKey.generate(new SecureRandom()));
        Path policy = Files.writeString(
                directory.resolve("policy"),
                "witness first " + first.key().encode() + "\nwitness second "
                        + second.key().encode() + "\ngroup both all first second\nquorum both\n");
        String[] options = {"--log-policy", policy.toString()};
        assertRefused(fetch(options), "asks for cosignatures of 2 of (first, second)", "has none");
        forge.cosign(first);
        assertRefused(fetch(options), "asks for cosignatures of 2 of (first, second)");
        forge.cosign(second);
        assertThat(fetch(options)
                        .ends(ExitCode.OK)
                        .json()
                        .get("log")
                        .get("size")
                        .intValue())
                .isEqualTo(2);
        assertThat(node.resolve(SEEN)).hasBinaryContent(forge.read("log/checkpoint"));
    }

    @Test
    void aPolicyThatIsNoneIsAUsageError() throws Exception {
        Path policy = Files.writeString(directory.resolve("policy"), "quorum nobody\n");
        assertThat(fetch("--log-policy", policy.toString()).ends(ExitCode.USAGE).err())
                .contains("--log-policy", "nobody");
        assertThat(fetch("--log-policy", "nowhere").ends(ExitCode.USAGE).err()).contains("there is no file nowhere");
    }

    @Test
    void ofThreeMirrorsOneTampersWithTilesAndTheFetchSucceeds() throws Exception {
        fetch("--require-log").ends(ExitCode.OK);
        publishNext(1);
        Path lying = forge.copy(directory.resolve("lying"));
        byte[] tile = forge.read("log/tile/0/000.p/3");
        tile[40] ^= 1;
        Files.write(lying.resolve("log/tile/0/000.p/3"), tile);
        Path empty = forge.copy(directory.resolve("empty"));
        Files.delete(empty.resolve("log/tile/0/000.p/3"));
        try (HttpMirror first = new HttpMirror(lying);
                HttpMirror second = new HttpMirror(empty)) {
            assertRefused(
                    fetchFrom(List.of(first.url()), "--require-log"),
                    "the log at " + first.url() + ": the right edge is not that of the log's tree");
            fetchFrom(List.of(first.url(), second.url(), mirror.url()), "--require-log")
                    .ends(ExitCode.OK);
            assertThat(first.asked).contains("log/tile/0/000.p/3");
        }
    }

    /** More of the log was seen than the proof of the current release has in it: another channel's release, say. */
    @Test
    void anOlderCheckpointOfTheSameLogIsNoAttack() throws Exception {
        fetch("--require-log").ends(ExitCode.OK);
        Path two = forge.copy(directory.resolve("two"));
        publishNext(1);
        byte[] larger = forge.read("log/checkpoint");
        Files.write(node.resolve(SEEN), larger);
        Files.copy(forge.at("log/tile/0/000.p/3"), two.resolve("log/tile/0/000.p/3"));
        try (HttpMirror behind = new HttpMirror(two)) {
            fetchFrom(List.of(behind.url()), "--require-log").ends(ExitCode.OK);
        }
        assertThat(node.resolve(SEEN)).hasBinaryContent(larger);
    }

    /**
     * The log is named after the first root, which nobody has to have been given. A mirror has another one, which lists the
     * genuine keys beside its own, so that it leads to the root that was given.
     */
    @Test
    void whoWasGivenALaterRootFindsTheLogWhateverFirstRootAMirrorHas() throws Exception {
        RootDraft first = RootDraft.read("root.json", Files.readAllBytes(shell.root));
        useRoot(renewed());
        fetch("--require-log").ends(ExitCode.OK);
        Path lying = forge.copy(directory.resolve("lying"));
        SigningKey own = SigningKey.generate(new SecureRandom());
        byte[] forged = first.addKey(List.of("root"), own.publicKey()).sign(own).bytes();
        Files.write(lying.resolve("metadata/1.root.json"), forged);
        node = directory.resolve("second-node");
        try (HttpMirror liar = new HttpMirror(lying)) {
            fetchFrom(List.of(liar.url()), "--require-log").ends(ExitCode.OK);
        }
    }

    /** As roots were before they said it. */
    @Test
    void aLaterRootThatDoesNotSayWhichTheFirstIsIsNotEnough() throws Exception {
        ObjectNode root = (ObjectNode) new ObjectMapper().readTree(renewed());
        ((ObjectNode) root.get("signed")).remove("custom");
        useRoot(RootDraft.read("root", new ObjectMapper().writeValueAsBytes(root))
                .sign(keys().roots().getFirst())
                .bytes());
        assertRefused(fetch("--require-log"), "of version 2, does not say which that is", "--root-sha256");
        node = directory.resolve("second-node");
        Files.copy(forge.at("metadata/1.root.json"), shell.root, StandardCopyOption.REPLACE_EXISTING);
        fetch("--require-log").ends(ExitCode.OK);
    }

    private byte[] renewed() throws Exception {
        return new RepositorySigner(keys(), Lifetimes.DEFAULT)
                .renewRoot(
                        TrustedState.startFrom("root.json", Files.readAllBytes(shell.root)),
                        Clock.systemUTC().instant())
                .bytes();
    }

    private Keys keys() throws Exception {
        return Keys.open(directory.resolve("keys"), Optional.empty());
    }

    private void useRoot(byte[] second) throws Exception {
        Files.write(forge.at("metadata/2.root.json"), second);
        Files.write(shell.root, second);
    }
}
