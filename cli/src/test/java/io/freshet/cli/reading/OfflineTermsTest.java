package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TlogProof;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.trust.SigningKey;
import io.freshet.providers.testkit.OpensslAuthority;
import io.freshet.providers.testkit.TimestampServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet verify --offline} and {@code --proof}, asked for witnesses and timestamps, and what it says of anchors. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OfflineTermsTest {

    private static final String BLOCK = "0x" + "ab".repeat(32);

    @TempDir
    Path directory;

    private final Cosigner first = cosigner("first.example");
    private final Cosigner second = cosigner("second.example");

    private Shell shell;
    private Path node;
    private Path policy;

    @BeforeEach
    void makeARepository() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.write("a", Shell.noise(1, 10_000));
        node = directory.resolve("node");
        policy = Files.writeString(
                directory.resolve("policy"),
                "witness first " + first.key().encode() + "\nwitness second "
                        + second.key().encode() + "\ngroup both all first second\nquorum both\n");
    }

    private static Cosigner cosigner(String name) {
        return new Cosigner(name, SigningKey.generate(new SecureRandom()));
    }

    private Shell.Run fetch(String... more) throws Exception {
        try (HttpMirror mirror = new HttpMirror(shell.repository)) {
            return fetchFrom(mirror, more);
        }
    }

    private Shell.Run fetchFrom(HttpMirror mirror, String... more) {
        return shell.read(Stream.concat(
                                Stream.of(
                                        "fetch",
                                        "--from",
                                        mirror.url(),
                                        "--channel",
                                        Shell.CHANNEL,
                                        "--into",
                                        node.toString()),
                                Stream.of(more))
                        .toArray(String[]::new))
                .ends(ExitCode.OK);
    }

    private Shell.Run verify(String... more) {
        return shell.read(Stream.concat(Stream.of("verify", "--offline", node.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private String state(String kind, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--json");
        JsonNode json = verify(all.toArray(String[]::new)).ends(ExitCode.OK).json();
        return json.at("/proof/states/" + kind).textValue();
    }

    private Path kept() throws Exception {
        try (Stream<Path> all = Files.list(node.resolve(".freshet/proofs"))) {
            return all.max(Path::compareTo).orElseThrow();
        }
    }

    private ReleaseProof proof() throws Exception {
        return ReleaseProof.read("p", Files.readAllBytes(kept()));
    }

    @Test
    void theQuorumOfWitnessesIsAskedOfTheProofThatWasKept() throws Exception {
        shell.publish(Shell.CHANNEL);
        fetch();
        String[] asked = {"--log-policy", policy.toString()};
        assertThat(state("witnesses")).isEqualTo("notAsked");
        assertThat(verify().out()).contains("witnesses    not asked: --log-policy FILE");
        assertThat(verify(asked).ends(ExitCode.UNTRUSTED).err())
                .contains("asks for cosignatures of 2 of (first, second)", "has none");

        LogForge forge = new LogForge(shell.repository);
        forge.cosign(first);
        forge.cosign(second);
        // The proof in the repository has none still: what the fetch was shown is kept.
        fetch(asked);
        JsonNode json = verify("--log-policy", policy.toString(), "--json")
                .ends(ExitCode.OK)
                .json();
        assertThat(json.at("/proof/states/witnesses").textValue()).isEqualTo("proven");
        assertThat(json.at("/proof/log/cosigned"))
                .extracting(JsonNode::textValue)
                .containsExactly("first", "second");
        assertThat(verify(asked).out()).contains("witnesses    first, second cosigned the log at that size");
        // And a later fetch that asks for none does not lose them.
        fetch();
        fetch("--require-log");
        verify(asked).ends(ExitCode.OK);
    }

    @Test
    void theProofOfAFileIsAskedForWitnessesToo() throws Exception {
        shell.publish(Shell.CHANNEL);
        new LogForge(shell.repository).cosign(first);
        new LogForge(shell.repository).cosign(second);
        fetch("--log-policy", policy.toString());
        Path file = node.resolve("current/a");
        String proof = directory.resolve("a.proof").toString();
        shell.run("prove", file.toString(), "--out", proof).ends(ExitCode.OK);
        assertThat(shell.read("verify", "--proof", proof, file.toString(), "--log-policy", policy.toString())
                        .ends(ExitCode.OK)
                        .out())
                .contains("witnesses    first, second cosigned", "to the byte");
        Path others = Files.writeString(
                directory.resolve("others"),
                "witness w " + cosigner("w.example").key().encode() + "\nquorum w\n");
        assertThat(shell.read("verify", "--proof", proof, file.toString(), "--log-policy", others.toString())
                        .ends(ExitCode.UNTRUSTED)
                        .err())
                .contains("asks for cosignatures of w");
    }

    @Test
    void aCosignatureThatIsWrongAndALogThatIsNotThereAreRefused() throws Exception {
        shell.publish(Shell.CHANNEL);
        new LogForge(shell.repository).cosign(first);
        new LogForge(shell.repository).cosign(second);
        fetch("--log-policy", policy.toString());
        ReleaseProof good = proof();
        ReleaseProof.Logged logged = good.log().orElseThrow();
        TlogProof inclusion = TlogProof.parse(logged.proof());
        SignedCheckpoint checkpoint = inclusion.checkpoint();
        List<NoteSignature> signatures = checkpoint.note().signatures();
        NoteSignature other = cosigner("second.example").cosign(checkpoint.checkpoint(), 1_800_000_000);
        SignedCheckpoint bad = new SignedCheckpoint(
                checkpoint.checkpoint(),
                new SignedNote(checkpoint.note().text(), List.of(signatures.get(0), signatures.get(1), other)));
        Files.write(
                kept(),
                good.with(new ReleaseProof.Logged(
                                logged.entry(), new TlogProof("", inclusion.inclusion(), bad).encode()))
                        .toBytes());
        verify().ends(ExitCode.OK);
        assertThat(verify("--log-policy", policy.toString())
                        .ends(ExitCode.UNTRUSTED)
                        .err())
                .contains("and the checkpoint has those of first");

        Files.delete(kept());
        try (HttpMirror poor = new HttpMirror(shell.repository)) {
            poor.withheld.add("log/proof/0");
            fetchFrom(poor);
        }
        assertThat(state("log")).isEqualTo("absent");
        assertThat(verify("--log-policy", policy.toString())
                        .ends(ExitCode.UNTRUSTED)
                        .err())
                .contains("shows no witness's cosignature");
    }

    @Test
    void timestampsAreKeptAndVerified() throws Exception {
        OpensslAuthority authority = OpensslAuthority.in(directory.resolve("tsa"));
        String root = authority.root().toString();
        String other = OpensslAuthority.in(directory.resolve("other")).root().toString();
        try (TimestampServer server = new TimestampServer(authority)) {
            shell.publish(Shell.CHANNEL, "--timestamp-authority", server.url());
        }
        fetch();
        assertThat(state("timestamps")).isEqualTo("notAsked");
        assertThat(verify().out()).contains("timestamp    not asked: says ", "by CN=tsa, by its own word");
        assertThat(state("timestamps", "--timestamp-roots", root)).isEqualTo("proven");
        assertThat(verify("--timestamp-roots", root, "--require-timestamps")
                        .ends(ExitCode.OK)
                        .out())
                .containsPattern("timestamp    \\d{4}-.* UTC by CN=tsa\n")
                .contains("required     1 key of the channel has signed it with a timestamp that counts, 1 is needed");
        assertThat(state("timestamps", "--timestamp-roots", other)).isEqualTo("refused");
        assertThat(verify("--timestamp-roots", other, "--require-timestamps")
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("no time      ", "no chain of certificates leads", "refused      0 keys of the channel have");

        ReleaseProof good = proof();
        byte[] token = good.timestamps().getFirst().token().clone();
        token[token.length - 1]++;
        Files.write(
                kept(),
                good.with(good.attestations(), List.of(new ReleaseProof.Timestamp(0, token)))
                        .toBytes());
        assertThat(verify("--timestamp-roots", root, "--require-timestamps")
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("is not signed as a timestamp must be");
        Files.write(kept(), good.with(good.attestations(), List.of()).toBytes());
        assertThat(verify("--timestamp-roots", root, "--require-timestamps")
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("timestamp    absent");
        // The next fetch keeps them again, and one from a mirror that has none does not lose them.
        fetch();
        try (HttpMirror poor = new HttpMirror(shell.repository)) {
            fetchFrom(poor);
            poor.asked.stream().filter(path -> path.endsWith(".tsr")).forEach(poor.withheld::add);
            fetchFrom(poor);
            assertThat(poor.withheld).isNotEmpty();
        }
        verify("--timestamp-roots", root, "--require-timestamps").ends(ExitCode.OK);
    }

    @Test
    void thatAnAnchorWasAskedIsANoteAndNoProof() throws Exception {
        Path list = Files.writeString(
                directory.resolve("checkpoints.json"),
                "{\"network\": \"mainnet\", \"checkpoints\": [{\"height\": 100, \"blockHash\": \"" + BLOCK + "\"}]}");
        shell.publish(Shell.CHANNEL, "--height", "100", "--block-hash", BLOCK, "--network", "mainnet");
        fetch();
        assertThat(state("anchor")).isEqualTo("absent");
        fetch("--anchor", "file=" + list);
        JsonNode json = verify("--json").ends(ExitCode.OK).json();
        assertThat(json.at("/proof/states/anchor").textValue()).isEqualTo("recorded");
        assertThat(json.at("/proof/anchor/asked").intValue()).isEqualTo(1);
        assertThat(json.at("/proof/anchor/agreed").intValue()).isEqualTo(1);
        assertThat(json.at("/proof/anchor/height").intValue()).isEqualTo(100);
        assertThat(json.at("/proof/anchor/time").textValue()).startsWith("20");
        assertThat(verify().out())
                .containsPattern("anchor       not proven: was checked at .* UTC with 1 of 1 sources \\(file ")
                .contains(", block 100 " + BLOCK);

        try (Stream<Path> notes = Files.list(node.resolve(".freshet/origins"))) {
            Files.writeString(notes.findFirst().orElseThrow(), "{\"channel\": 1}");
        }
        assertThat(verify().ends(ExitCode.UNTRUSTED).err()).contains(".freshet/origins/");
    }

    @Test
    void whatCanNotBeAskedIsSaid() throws Exception {
        shell.publish(Shell.CHANNEL);
        fetch();
        assertThat(verify("--require-timestamps").ends(ExitCode.USAGE).err())
                .contains("Name roots with --timestamp-roots FILE");
        assertThat(shell.run("verify", node.toString(), "--log-policy", policy.toString())
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("say --offline, or --proof PROOF");
        assertThat(verify("--log-policy", "nowhere").ends(ExitCode.USAGE).err()).contains("there is no file nowhere");
    }
}
