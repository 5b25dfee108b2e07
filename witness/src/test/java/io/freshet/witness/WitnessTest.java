package io.freshet.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.ConsistencyProof;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.LogSigner;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TreeHead;
import io.freshet.core.log.ValidSignature;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.log.WitnessAnswer;
import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each MUST of tlog-witness, section add-checkpoint. */
class WitnessTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    Path directory;

    private final GrowingLog log = new GrowingLog();
    private final Cosigner cosigner = new Cosigner("witness.example/w1", SigningKey.generate(new SecureRandom()));
    private final Told told = new Told();
    private WitnessState state;
    private Witness witness;

    @BeforeEach
    void make() throws IOException {
        start(WitnessState.make(directory, cosigner.key()));
    }

    private void restart() throws IOException {
        stop();
        start(WitnessState.open(directory, cosigner.key()));
    }

    private void start(WitnessState remembered) throws IOException {
        state = remembered;
        witness = new Witness(cosigner, List.of(log.signer.key()), state, InstantSource.fixed(NOW), told);
    }

    @AfterEach
    void stop() throws IOException {
        state.close();
    }

    private WitnessAnswer add(AddCheckpoint request) throws IOException {
        return witness.add(request.encode());
    }

    private void assertCosigns(AddCheckpoint request) throws Exception {
        WitnessAnswer answer = add(request);
        assertThat(answer).isInstanceOf(WitnessAnswer.Cosigned.class);
        SignedNote cosigned = request.note().with(((WitnessAnswer.Cosigned) answer).lines());
        assertThat(cosigned.verify(List.of(witness.key())))
                .extracting(ValidSignature::time)
                .containsExactly(OptionalLong.of(NOW.getEpochSecond()));
    }

    private void assertRefused(int status, AddCheckpoint request) throws IOException {
        assertThat(add(request).status()).as("status").isEqualTo(status);
    }

    private static ConsistencyProof proof(int hashes) {
        List<Digest> path = new ArrayList<>();
        for (int n = 0; n < hashes; n++) {
            path.add(Digest.of(new byte[] {(byte) n}));
        }
        return new ConsistencyProof(path);
    }

    @Test
    void cosignsALogFromItsFirstTreeOnAsItGrows() throws Exception {
        assertCosigns(log.request(0, 5));
        assertCosigns(log.request(5, 8));
        assertCosigns(log.request(8, 700));
        assertThat(told.answers).last().isEqualTo("example.com/log 200 cosigned, grown from 8");
    }

    @Test
    void cosignsTheSameTreeAgain() throws Exception {
        assertCosigns(log.request(0, 5));
        assertCosigns(log.request(5, 5));
    }

    @Test
    void cosignsTheTreeOfNoEntries() throws Exception {
        assertCosigns(log.request(0, 0));
        assertCosigns(log.request(0, 3));
    }

    @Test
    void saysItsSizeToWhoAsksFromAnother() throws Exception {
        assertThat(add(log.again().request(3, 5))).isEqualTo(new WitnessAnswer.OtherSize(0));
        assertCosigns(log.request(0, 5));
        assertThat(add(log.request(0, 6))).isEqualTo(new WitnessAnswer.OtherSize(5));
        assertThat(add(log.again().request(4, 4))).isEqualTo(new WitnessAnswer.OtherSize(5));
    }

    @Test
    void neverGoesBack() throws Exception {
        assertCosigns(log.request(0, 5));
        assertRefused(400, new AddCheckpoint(5, proof(0), log.again().growTo(4).note()));
        assertCosigns(log.request(5, 6));
    }

    @Test
    void doesNotKnowOtherLogs() throws Exception {
        LogSigner foreign = new LogSigner("example.com/other", log.signer.signingKey());
        SignedNote note = SignedCheckpoint.sign(new Checkpoint(foreign.name(), TreeHead.EMPTY), foreign)
                .note();
        assertRefused(404, new AddCheckpoint(0, proof(0), note));
    }

    @Test
    void wantsTheSignatureOfAKeyThatItKnows() throws Exception {
        AddCheckpoint stranger = new GrowingLog().request(0, 5);
        assertRefused(403, stranger);
        // A known key's name and id over a text that it has not signed.
        SignedNote false1 = new SignedNote(
                log.growTo(5).note().text(), log.again().growTo(4).note().signatures());
        assertRefused(403, new AddCheckpoint(0, proof(0), false1));
        // Signatures of others are ignored beside a good one.
        assertCosigns(new AddCheckpoint(
                0, proof(0), log.growTo(5).note().with(stranger.note().signatures())));
    }

    @Test
    void wantsAProofThatHolds() throws Exception {
        assertRefused(422, new AddCheckpoint(0, proof(1), log.growTo(5).note()));
        assertCosigns(log.request(0, 5));
        assertRefused(422, new AddCheckpoint(5, proof(0), log.growTo(8).note()));
        assertRefused(422, new AddCheckpoint(5, proof(4), log.growTo(8).note()));
        assertRefused(422, new AddCheckpoint(5, proof(63), log.growTo(8).note()));
        assertThat(told.conflicts).isEmpty();
        assertCosigns(log.request(5, 8));
    }

    @Test
    void keepsTheFirstProofThatALogHasTwoHistories() throws Exception {
        assertCosigns(log.request(0, 5));
        GrowingLog other = log.other();
        assertRefused(422, other.request(5, 5));
        assertRefused(422, other.request(5, 9));
        assertThat(told.conflicts).containsExactly("example.com/log 5 5 kept", "example.com/log 5 9");
        Path kept = directory.resolve(WitnessState.hash(GrowingLog.ORIGIN).toString());
        assertThat(SignedCheckpoint.parse(Files.readAllBytes(kept.resolve("conflict")))
                        .head())
                .isEqualTo(log.other().growTo(5).head());
        assertThat(SignedCheckpoint.parse(Files.readAllBytes(kept.resolve("conflict-with")))
                        .head())
                .isEqualTo(log.growTo(5).head());
        assertCosigns(log.request(5, 6));
    }

    @Test
    void refusesATreeOfNoEntriesUnderTheRootOfSome() throws Exception {
        String root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        String text = GrowingLog.ORIGIN + "\n0\n" + root + "\n";
        SignedNote note = new SignedNote(text, List.of(log.signer.sign(text)));
        assertRefused(422, new AddCheckpoint(0, proof(0), note));
    }

    @Test
    void refusesASignedTextThatIsNoCheckpoint() throws Exception {
        for (String rest : List.of("5\n", "05\nCsUY\n", "0\nCsUY\n", "-1\n", "x\n\n")) {
            String text = GrowingLog.ORIGIN + "\n" + rest;
            SignedNote note = new SignedNote(text, List.of(log.signer.sign(text)));
            assertRefused(400, new AddCheckpoint(0, proof(0), note));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "old 0",
                "old 0\n",
                "old 0\n\n",
                "old 00\n\nNOTE",
                "old -1\n\nNOTE",
                "old 9223372036854775808\n\nNOTE",
                "Old 0\n\nNOTE",
                "old  0\n\nNOTE",
                "old 0\r\n\r\nNOTE",
                "old 0\nNOTE",
                "old 0\nAAAA\n\nNOTE",
                "old 0\n\nexample.com/log\n0\n"
            })
    void refusesWhatIsNoRequest(String body) throws Exception {
        String whole = body.replace("NOTE", new String(log.growTo(5).encode(), UTF_8));
        assertThat(witness.add(whole.getBytes(UTF_8)).status()).isEqualTo(400);
        assertCosigns(log.request(0, 5));
    }

    @Test
    void refusesSixtyFourHashes() throws Exception {
        String line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        String body =
                "old 0\n" + line.repeat(64) + "\n" + new String(log.growTo(5).encode(), UTF_8);
        WitnessAnswer answer = witness.add(body.getBytes(UTF_8));
        assertThat(answer).isInstanceOf(WitnessAnswer.Refused.class);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("more than 63 hashes");
    }

    @Test
    void remembersWhatItCosignedBeforeItStopped() throws Exception {
        assertCosigns(log.request(0, 5));
        restart();
        assertRefused(422, log.other().request(5, 6));
        assertCosigns(log.request(5, 6));
    }

    @Test
    void withoutADurableRecordThereIsNoCosignature() throws Exception {
        assertCosigns(log.request(0, 5));
        Path record = directory.resolve(WitnessState.hash(GrowingLog.ORIGIN) + "/checkpoint");
        byte[] before = Files.readAllBytes(record);
        // Whatever takes the name of the next record makes its write fail.
        Path next = record.resolveSibling("checkpoint.next");
        Files.createDirectory(next);
        assertThatThrownBy(() -> add(log.request(5, 6))).isInstanceOf(IOException.class);
        assertThat(record).hasBinaryContent(before);
        assertThat(told.failures).hasSize(1);
        Files.delete(next);
        assertThat(add(log.other().request(5, 6)).status()).isEqualTo(422);
        assertCosigns(log.request(5, 6));
    }

    @Test
    void doesNotStartOnADamagedRecord() throws Exception {
        assertCosigns(log.request(0, 5));
        Path record = directory.resolve(WitnessState.hash(GrowingLog.ORIGIN) + "/checkpoint");
        Files.writeString(record, "damaged");
        assertThatThrownBy(this::restart)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(record.toString())
                .hasMessageContaining("what this witness has cosigned");
    }

    @Test
    void keepsOtherWitnessesOutOfItsState() {
        assertThatThrownBy(() -> WitnessState.open(directory, cosigner.key()))
                .isInstanceOf(StateInUse.class)
                .hasMessageContaining(directory.toString());
    }

    /** A mount point without its volume, or a path that was mistyped. */
    @Test
    void doesNotStartWithoutTheStateThatWasMadeForIt() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        for (Path other : List.of(empty, directory.resolve("none"))) {
            assertThatThrownBy(() -> WitnessState.open(other, cosigner.key()))
                    .isInstanceOf(StateRefused.class)
                    .hasMessageContaining("remembers nothing of any witness");
        }
        assertThat(empty).isEmptyDirectory();
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void aStateIsOfOneKeyAndMadeOnce() throws Exception {
        stop();
        assertThatThrownBy(() -> WitnessState.make(directory, cosigner.key()))
                .isInstanceOf(StateRefused.class)
                .hasMessageContaining("leave --new out");
        Cosigner other = new Cosigner("witness.example/w1", SigningKey.generate(new SecureRandom()));
        assertThatThrownBy(() -> WitnessState.open(directory, other.key()))
                .isInstanceOf(StateRefused.class)
                .hasMessageContaining("of another witness");
        // Who was refused keeps nobody out.
        start(WitnessState.open(directory, cosigner.key()));
    }

    @Test
    void aStateMayBeginDeepInDirectoriesThatAreNotThere() throws Exception {
        Path deep = directory.resolve("a/b/c");
        WitnessState.make(deep, cosigner.key()).close();
        WitnessState.open(deep, cosigner.key()).close();
        assertThat(deep.resolve("witness")).hasContent(cosigner.key().encode());
    }

    /** Of two histories that are handed in at once, one is cosigned. */
    @Test
    void ofTwoTreesAtOnceOneIsCosigned() throws Exception {
        GrowingLog other = log.other();
        for (int round = 0; round < 50; round++) {
            VerifierKey key = new VerifierKey(
                    "example.com/" + round,
                    log.signer.key().type(),
                    log.signer.key().publicKey());
            Witness both = new Witness(cosigner, List.of(key), state, InstantSource.fixed(NOW), told);
            CyclicBarrier barrier = new CyclicBarrier(2);
            List<Future<WitnessAnswer>> answers = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                for (GrowingLog each : List.of(log, other)) {
                    TreeHead head = each.growTo(4).head();
                    LogSigner signer = new LogSigner(key.name(), log.signer.signingKey());
                    SignedNote note = SignedCheckpoint.sign(new Checkpoint(signer.name(), head), signer)
                            .note();
                    byte[] body = new AddCheckpoint(0, proof(0), note).encode();
                    answers.add(threads.submit(() -> {
                        barrier.await();
                        return both.add(body);
                    }));
                }
            }
            List<Integer> statuses =
                    List.of(answers.get(0).get().status(), answers.get(1).get().status());
            assertThat(statuses).containsExactlyInAnyOrder(200, 409);
        }
    }

    @Test
    void servesWhatItCosignedLast() throws Exception {
        String hash = Digest.of(GrowingLog.ORIGIN.getBytes(UTF_8)).toString();
        assertThat(witness.checkpoint(hash)).isEmpty();
        AddCheckpoint request = log.request(0, 5);
        AddCheckpoint withOthers = new AddCheckpoint(
                0,
                proof(0),
                request.note().with(new GrowingLog().growTo(5).note().signatures()));
        assertCosigns(withOthers);
        SignedCheckpoint served =
                SignedCheckpoint.parse(witness.checkpoint(hash).orElseThrow());
        assertThat(served.note().verify(List.of(log.signer.key(), witness.key())))
                .hasSize(2);
        assertThat(served.note().signatures())
                .as("only what was verified or made here")
                .hasSize(2);
        assertThat(witness.checkpoint(Digest.of(new byte[0]).toString())).isEmpty();
        Files.writeString(directory.resolve(hash + "/checkpoint"), "damaged");
        assertThatThrownBy(() -> witness.checkpoint(hash)).isInstanceOf(FormatException.class);
        assertThat(told.failures).singleElement().asString().startsWith("example.com/log ");
    }
}
