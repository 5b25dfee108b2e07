package io.freshet.cli.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TlogProof;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.timestamp.TimestampQuery;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.SigningKey;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.testkit.OpensslAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was kept of a release when a mirror that lies is asked for the same one: nothing of it is lost. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KeptProofTest {

    private static final String PROOF = "log/proof/0";

    @TempDir
    Path directory;

    private final Cosigner witness = new Cosigner("first.example", SigningKey.generate(new SecureRandom()));

    private Shell shell;
    private HttpMirror mirror;
    private Path node;
    private String policy;

    @BeforeEach
    void makeARepository() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL, "mainnet/other");
        shell.write("a", Shell.noise(1, 10_000));
        shell.publish(Shell.CHANNEL);
        mirror = new HttpMirror(shell.repository);
        node = directory.resolve("node");
        policy = Files.writeString(
                        directory.resolve("policy"),
                        "witness first " + witness.key().encode() + "\nquorum first\n")
                .toString();
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private void fetch(String... more) {
        List<String> all = new ArrayList<>(List.of("fetch", "--from", mirror.url(), "--into", node.toString()));
        all.addAll(List.of("--channel", Shell.CHANNEL));
        all.addAll(List.of(more));
        shell.read(all.toArray(String[]::new)).ends(ExitCode.OK);
    }

    private JsonNode verified(String... more) throws Exception {
        String[] verify = {"verify", "--offline", node.toString(), "--json"};
        return shell.read(Stream.of(verify, more).flatMap(Stream::of).toArray(String[]::new))
                .ends(ExitCode.OK)
                .json()
                .get("proof");
    }

    private void isAttested() throws Exception {
        assertThat(verified().at("/states/attestations").textValue()).isEqualTo("proven");
    }

    private void isWitnessed() throws Exception {
        assertThat(verified("--log-policy", policy).at("/states/witnesses").textValue())
                .isEqualTo("proven");
    }

    private ReleaseProof kept() throws Exception {
        try (Stream<Path> all = Files.list(node.resolve(".freshet/proofs"))) {
            return ReleaseProof.read("p", Files.readAllBytes(all.findFirst().orElseThrow()));
        }
    }

    /** The path of the attestation of this number. */
    private String attestation(int number) throws IOException {
        try (Stream<Path> all = Files.walk(shell.repository.resolve("attest"))) {
            Path first = all.filter(path -> path.endsWith("0.json")).findFirst().orElseThrow();
            return shell.repository
                    .relativize(first.resolveSibling(number + ".json"))
                    .toString();
        }
    }

    /** The publisher's own envelope with changes around what is signed. */
    private byte[] envelope(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) new ObjectMapper()
                .readTree(shell.repository.resolve(attestation(0)).toFile());
        change.accept(json);
        return json.toString().getBytes(UTF_8);
    }

    /** What anybody can make of it: another statement, or a signature that is none. */
    private byte[] unsigned(int number) throws IOException {
        byte[] noise = Shell.noise(number, 64);
        return envelope(json -> ((ArrayNode) json.get("signatures"))
                .removeAll()
                .addObject()
                .put("sig", Base64.getEncoder().encodeToString(noise)));
    }

    private void lieAboutAttestations() throws IOException {
        for (int number = 0; number < AttestationPath.MOST; number++) {
            mirror.forged.put(attestation(number), unsigned(number));
        }
    }

    @Test
    void anEnvelopeThatNobodyHasSignedTakesNoOnesPlace() throws Exception {
        fetch();
        isAttested();
        lieAboutAttestations();
        fetch();
        isAttested();
        assertThat(kept().attestations()).hasSize(AttestationPath.MOST);
    }

    @Test
    void envelopesThatNobodyHasSignedKeepNoGoodOneOut() throws Exception {
        lieAboutAttestations();
        fetch();
        assertThat(verified().at("/states/attestations").textValue()).isEqualTo("refused");
        mirror.forged.clear();
        fetch();
        isAttested();
    }

    /** What is signed stays what it is however much is written around it. */
    @Test
    void aSignedEnvelopeThatIsBlownUpIsKeptOnce() throws Exception {
        for (int number = 0; number < AttestationPath.MOST; number++) {
            int bytes = 40_000 + number;
            mirror.forged.put(attestation(number), envelope(json -> json.put("x", "x".repeat(bytes))));
        }
        fetch();
        isAttested();
        assertThat(kept().attestations()).hasSize(1);
    }

    /** One that is as large as can be has a timestamp, too, so that it stands beside what says the same. */
    @Test
    void signedEnvelopesThatAreBlownUpKeepNoTimestampOut() throws Exception {
        OpensslAuthority authority = OpensslAuthority.in(directory.resolve("tsa"));
        OpensslAuthority other = OpensslAuthority.in(directory.resolve("other"));
        byte[] genuine = envelope(_ -> {});
        int room = (1 << 20) - genuine.length - 100;
        for (int number = 0; number < 3; number++) {
            String name = "x" + number;
            byte[] large = envelope(json -> json.put(name, "x".repeat(room)));
            mirror.forged.put(attestation(number), large);
            mirror.forged.put(timestamp(number), stamped(other, large));
        }
        mirror.forged.put(attestation(3), genuine);
        mirror.forged.put(timestamp(3), stamped(authority, genuine));
        fetch();
        isTimed(authority);
    }

    private String timestamp(int number) throws IOException {
        return AttestationPath.timestamps(attestation(number)).findFirst().orElseThrow();
    }

    private void isTimed(OpensslAuthority by) throws Exception {
        assertThat(verified("--timestamp-roots", by.root().toString())
                        .at("/states/timestamps")
                        .textValue())
                .isEqualTo("proven");
    }

    /** The first mirror has the envelope elsewhere, and as many timestamps of it as are kept. */
    @Test
    void timestampsAreLookedForWhereEachMirrorHasTheEnvelope() throws Exception {
        OpensslAuthority authority = OpensslAuthority.in(directory.resolve("tsa"));
        OpensslAuthority other = OpensslAuthority.in(directory.resolve("other"));
        byte[] genuine = Files.readAllBytes(shell.repository.resolve(attestation(0)));
        for (int number = 0; number < 7; number++) {
            mirror.forged.put(attestation(number), unsigned(number));
        }
        mirror.forged.put(attestation(7), genuine);
        for (String path : AttestationPath.timestamps(attestation(7)).toList()) {
            mirror.forged.put(path, stamped(other, genuine));
        }
        try (HttpMirror honest = new HttpMirror(shell.repository)) {
            honest.forged.put(timestamp(0), stamped(authority, genuine));
            fetch("--from", honest.url());
        }
        isTimed(authority);
        assertThat(kept().timestamps()).hasSize(AttestationPath.MOST_TIMESTAMPS);
    }

    /** The first mirror has the same statement in other JSON, of which there are no timestamps. */
    @Test
    void otherJsonOfTheSameKeepsNoTimestampOut() throws Exception {
        OpensslAuthority authority = OpensslAuthority.in(directory.resolve("tsa"));
        byte[] genuine = Files.readAllBytes(shell.repository.resolve(attestation(0)));
        mirror.forged.put(attestation(0), envelope(json -> json.put("x", 1)));
        try (HttpMirror honest = new HttpMirror(shell.repository)) {
            honest.forged.put(timestamp(0), stamped(authority, genuine));
            fetch("--from", honest.url());
        }
        isTimed(authority);
    }

    /** The first mirror has left out the signature of one of two. */
    @Test
    void asManyMirrorsAreAskedAsItTakesKeys() throws Exception {
        Path keys = directory.resolve("keys");
        shell.run("key", "generate", keys.resolve("second.key").toString()).ends(ExitCode.OK);
        List<String> change = new ArrayList<>(List.of("channel", "keys", Shell.CHANNEL, "--threshold", "2"));
        for (String name : List.of("online", "second")) {
            Path half = directory.resolve(name + ".pub");
            Shell.Run export =
                    shell.run("key", "export", keys.resolve(name + ".key").toString());
            Files.writeString(half, export.ends(ExitCode.OK).out());
            change.addAll(List.of("--signer", half.toString()));
        }
        change.addAll(List.of("--to", "file:" + shell.repository, "--keys", keys.toString()));
        shell.run(change.toArray(String[]::new)).ends(ExitCode.OK);
        Files.delete(shell.repository.resolve(attestation(0)));
        shell.publish(Shell.CHANNEL);
        mirror.forged.put(attestation(0), envelope(json -> ((ArrayNode) json.get("signatures")).remove(1)));
        try (HttpMirror honest = new HttpMirror(shell.repository)) {
            fetch("--from", honest.url());
        }
        assertThat(verified().at("/attestations")).hasSize(1);
        assertThat(verified().at("/attestations/0/signedBy")).hasSize(2);
    }

    @Test
    void timestampsOfSomebodyElseTakeNoOnesPlace() throws Exception {
        OpensslAuthority authority = OpensslAuthority.in(directory.resolve("tsa"));
        OpensslAuthority other = OpensslAuthority.in(directory.resolve("other"));
        byte[] envelope = Files.readAllBytes(shell.repository.resolve(attestation(0)));
        List<String> paths = AttestationPath.timestamps(attestation(0)).toList();
        mirror.forged.put(paths.getFirst(), stamped(authority, envelope));
        fetch();
        for (String path : paths) {
            mirror.forged.put(path, stamped(other, envelope));
        }
        fetch();
        isTimed(authority);
        assertThat(kept().timestamps()).hasSize(AttestationPath.MOST_TIMESTAMPS);
    }

    private static byte[] stamped(OpensslAuthority authority, byte[] envelope) throws IOException {
        return authority.ask(TimestampQuery.about(envelope, new SecureRandom()).toBytes());
    }

    private TlogProof honest() throws Exception {
        return TlogProof.parse(Files.readAllBytes(shell.repository.resolve(PROOF)));
    }

    /** The mirror gives the proof with these lines in addition to the log's. */
    private void shows(TlogProof proof, List<NoteSignature> lines) {
        SignedCheckpoint signed = proof.checkpoint().with(lines);
        mirror.forged.put(PROOF, new TlogProof("", proof.inclusion(), signed).encode());
    }

    private List<NoteSignature> cosigned(TlogProof proof) {
        return List.of(cosigned(witness, proof));
    }

    private static NoteSignature cosigned(Cosigner by, TlogProof proof) {
        return by.cosign(proof.checkpoint().checkpoint(), 1_800_000_000);
    }

    /** Lines of witnesses that nobody knows. */
    private static List<NoteSignature> lines(int count, TlogProof proof) {
        SigningKey key = SigningKey.generate(new SecureRandom());
        return IntStream.range(0, count)
                .mapToObj(number -> cosigned(new Cosigner("w" + number + ".example", key), proof))
                .toList();
    }

    /** A line that says it is the witness's, and is its signature of something else. */
    private List<NoteSignature> wrong(TlogProof proof) {
        return List.of(wrong(witness, proof));
    }

    private static NoteSignature wrong(Cosigner by, TlogProof proof) {
        String origin = proof.checkpoint().checkpoint().origin();
        return by.cosign(new Checkpoint(origin + "x", proof.checkpoint().head()), 1_800_000_000);
    }

    /** Either of the two is enough from now on. */
    private void eitherIsEnough(Cosigner second) throws IOException {
        policy = Files.writeString(
                        directory.resolve("both"),
                        "witness first " + witness.key().encode() + "\nwitness second "
                                + second.key().encode() + "\ngroup any 1 first second\nquorum any\n")
                .toString();
    }

    /** Whoever fetches without the policy can't know the line for what it is, and keeps it. */
    @Test
    void aWrongLineOfOneWitnessTakesNothingFromWhatAnotherHasCosigned() throws Exception {
        Cosigner second = new Cosigner("second.example", SigningKey.generate(new SecureRandom()));
        eitherIsEnough(second);
        shows(honest(), cosigned(honest()));
        fetch("--log-policy", policy);
        shows(honest(), List.of(wrong(second, honest())));
        fetch();
        isWitnessed();
    }

    @Test
    void linesThatAnybodyCanMakeTakeNoWitnesssPlace() throws Exception {
        shows(honest(), cosigned(honest()));
        fetch("--log-policy", policy);
        isWitnessed();
        shows(honest(), lines(60, honest()));
        fetch();
        isWitnessed();
        shows(honest(), wrong(honest()));
        fetch();
        fetch("--require-log");
        isWitnessed();
    }

    @Test
    void aLineThatIsWrongKeepsTheRightOneNotOut() throws Exception {
        shows(honest(), wrong(honest()));
        fetch();
        shell.read("verify", "--offline", node.toString(), "--log-policy", policy)
                .ends(ExitCode.UNTRUSTED);
        shows(honest(), cosigned(honest()));
        fetch();
        isWitnessed();
        fetch("--log-policy", policy);
        isWitnessed();
    }

    /** Nobody can say which of them are good: there is room for the next ones all the same. */
    @Test
    void linesThatAnybodyCanMakeKeepNoWitnessOut() throws Exception {
        shows(honest(), lines(60, honest()));
        fetch();
        shows(honest(), cosigned(honest()));
        fetch();
        isWitnessed();
    }

    /** The proof of the release in a tree that has grown since, which anybody can make of the log's tiles. */
    private TlogProof grown() throws Exception {
        SignedCheckpoint now =
                SignedCheckpoint.parse(Files.readAllBytes(shell.repository.resolve(LogPaths.CHECKPOINT)));
        TiledTree tree = TiledTree.open(now.head(), path -> {
            Path file = shell.repository.resolve(LogPaths.tile(path));
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        });
        return TlogProof.of(now, tree, 0);
    }

    @Test
    void aProofByALaterCheckpointTakesItsPlaceOnlyIfMoreWitnessesHaveCosignedThat() throws Exception {
        shows(honest(), cosigned(honest()));
        fetch("--log-policy", policy);
        shell.publish("mainnet/other");
        shows(grown(), lines(30, grown()));
        fetch();
        isWitnessed();
        assertThat(verified().at("/log/size").longValue()).isEqualTo(1);

        Cosigner second = new Cosigner("second.example", SigningKey.generate(new SecureRandom()));
        eitherIsEnough(second);
        shows(grown(), List.of(cosigned(second, grown())));
        fetch("--log-policy", policy);
        assertThat(verified("--log-policy", policy).at("/log/cosigned/0").textValue())
                .isEqualTo("first");
        shows(grown(), List.of(cosigned(witness, grown()), cosigned(second, grown())));
        fetch("--log-policy", policy);
        assertThat(verified("--log-policy", policy).at("/log/cosigned")).hasSize(2);
        assertThat(verified().at("/log/size").longValue()).isEqualTo(2);
    }

    /** What was kept first had nothing but the log's own signature, and what says it is one. */
    @Test
    void aProofByALaterCheckpointIsTakenWhereThereIsNothingToLose() throws Exception {
        String origin = honest().checkpoint().checkpoint().origin();
        shows(honest(), List.of(new NoteSignature(origin, Base64.getEncoder().encodeToString(new byte[68]))));
        fetch();
        shell.publish("mainnet/other");
        shows(grown(), cosigned(grown()));
        fetch();
        isWitnessed();
    }

    /** As roots were before they said it: nobody knows who signs for the log then. */
    @Test
    void whereTheLogsNameIsUnknownWhatIsNoProofKeepsNoneOut() throws Exception {
        Path first = Files.copy(shell.root, directory.resolve("first"));
        Keys keys = Keys.open(directory.resolve("keys"), Optional.empty());
        byte[] renewed = new RepositorySigner(keys, Lifetimes.DEFAULT)
                .renewRoot(
                        TrustedState.startFrom("root.json", Files.readAllBytes(first)),
                        Clock.systemUTC().instant())
                .bytes();
        ObjectNode second = (ObjectNode) new ObjectMapper().readTree(renewed);
        ((ObjectNode) second.get("signed")).remove("custom");
        Files.write(
                shell.root,
                RootDraft.read("root", new ObjectMapper().writeValueAsBytes(second))
                        .sign(keys.roots().getFirst())
                        .bytes());
        Files.copy(shell.root, shell.repository.resolve("metadata/2.root.json"));
        mirror.forged.put(PROOF, "of nothing".getBytes(UTF_8));
        fetch();
        assertThat(kept().log()).isEmpty();
        try (HttpMirror honest = new HttpMirror(shell.repository)) {
            fetch("--from", honest.url());
        }
        assertThat(kept().log().orElseThrow().proof()).isEqualTo(honest().encode());
    }

    /** Nobody but the publisher has signed what was kept: he says the same by the documents of now, which their root proves. */
    @Test
    void whatNobodyHasCosignedIsKeptAsItIsNow() throws Exception {
        fetch();
        byte[] first = Files.readAllBytes(shell.root);
        shell.rotate();
        Files.write(shell.root, first);
        fetch();
        Path newest = shell.repository.resolve("metadata/2.root.json");
        String[] verify = {"verify", "--offline", node.toString(), "--root", newest.toString()};
        shell.run(verify).ends(ExitCode.OK);
    }

    /** The release has another entry then, which no witness has cosigned. */
    @Test
    void whatWasCosignedStaysWhenTheChannelWasHaltedAndResumed() throws Exception {
        shows(honest(), cosigned(honest()));
        fetch("--log-policy", policy);
        shell.act("channel", "halt", Shell.CHANNEL, "--reason", "looking into it");
        shell.act("channel", "resume", Shell.CHANNEL);
        fetch();
        isWitnessed();
        isAttested();
    }

    /** What was cosigned was signed by the key that went; what the new one signs, nobody has cosigned. */
    @Test
    void whatWasCosignedStaysWhenTheOnlineKeyIsRotated() throws Exception {
        shows(honest(), cosigned(honest()));
        fetch("--log-policy", policy);
        byte[] first = Files.readAllBytes(shell.root);
        shell.rotate();
        Files.write(shell.root, first);
        fetch();
        isWitnessed();
        isAttested();
        mirror.forged.clear();
        fetch();
        isWitnessed();
    }
}
