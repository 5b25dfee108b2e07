package io.freshet.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.VerifiedCheckpoint;
import io.freshet.core.log.WitnessAnswer;
import io.freshet.core.trust.EcdsaSigningKey;
import io.freshet.core.trust.RootChain;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.ReleaseResult.Released;
import io.freshet.publisher.upload.ChannelPublisher;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.witness.WitnessReport;
import io.freshet.publisher.witness.Witnesses;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publications whose log is witnessed by three, of whom two are wanted. */
class WitnessedLogTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;
    private RepositoryLog log;
    private TestWitnesses witnesses;

    @BeforeEach
    void make() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        log = RepositoryLog.of(
                Digest.of(house.root),
                RootChain.from("root", house.root).newest().root().signed());
        witnesses = new TestWitnesses(directory, log.keys(), 3);
    }

    @AfterEach
    void stop() throws Exception {
        witnesses.close();
    }

    private WitnessReport publish(String name) throws Exception {
        return publish(name, witnesses.asked(false), house.authority, house.follower);
    }

    private WitnessReport publish(String name, Witnesses by, ObjectStore... stores) throws Exception {
        Destinations destinations = house.open(stores).witnessedBy(by);
        ChannelPublisher.Outcome outcome = house.publish(TestHouse.CHANNEL, house.source(name, 5, 1), destinations);
        return outcome.released().witnessed().orElseThrow();
    }

    private LogPolicy policy() throws Exception {
        return log.policy(witnesses.policy());
    }

    private static SignedCheckpoint checkpoint(ObjectStore store) throws Exception {
        return SignedCheckpoint.parse(
                store.get(LogPaths.CHECKPOINT, 1 << 20).orElseThrow().bytes());
    }

    private void assertCosigned(ObjectStore store, long entry, int lines) throws Exception {
        SignedCheckpoint checkpoint = checkpoint(store);
        assertThat(policy().accept(checkpoint).signatures()).hasSize(1 + lines);
        byte[] proof = store.get(LogPaths.proof(entry), 1 << 20).orElseThrow().bytes();
        byte[] bytes = store.get(LogPaths.entry(entry), 1 << 20).orElseThrow().bytes();
        VerifiedCheckpoint proven = TlogProof.parse(proof).verify(bytes, policy());
        assertThat(proven.signatures()).hasSize(1 + lines);
    }

    @Test
    void aReleaseIsProvenUnderACheckpointThatAllHaveCosigned() throws Exception {
        WitnessReport report = publish("first");
        assertThat(report.met()).isTrue();
        assertThat(report.toString()).isEqualTo("3 of 3 have cosigned, wanted 2 of (w1, w2, w3)");
        assertCosigned(house.authority, 0, 3);
        assertCosigned(house.follower, 0, 3);
        laws.check();
    }

    @Test
    void whoHasCosignedBeforeIsAskedOnce() throws Exception {
        publish("first");
        witnesses.asked.clear();
        publish("second");
        assertThat(witnesses.asked).containsExactlyInAnyOrder("w1: old 1", "w2: old 1", "w3: old 1");
        assertCosigned(house.authority, 1, 3);
    }

    /** A witness that was never asked, among those that were. */
    @Test
    void whoWasDownCatchesUp() throws Exception {
        witnesses.down.add("w2");
        WitnessReport report = publish("first");
        assertThat(report.met()).isTrue();
        assertThat(report.missing()).containsExactly("w2: connection refused");
        assertCosigned(house.authority, 0, 2);
        witnesses.down.clear();
        publish("second");
        assertCosigned(house.follower, 1, 3);
    }

    /** As a run leaves it that died when the witnesses had answered. */
    private void leaveOnlyTheLogsSignature() throws Exception {
        SignedNote note = checkpoint(house.authority).note();
        byte[] bare = new SignedNote(note.text(), note.signatures().subList(0, 1)).encode();
        house.authority.put(LogPaths.CHECKPOINT, Body.of(bare), ObjectHeaders.MUTABLE_TEXT);
    }

    @Test
    void aWitnessThatKnowsAnotherSizeIsAskedFromThere() throws Exception {
        publish("first");
        leaveOnlyTheLogsSignature();
        witnesses.asked.clear();
        assertThat(publish("second").met()).isTrue();
        assertThat(witnesses.asked).contains("w1: old 0", "w1: old 1").hasSize(6);
    }

    @Test
    void aWitnessThatIsAheadIsLeftAlone() throws Exception {
        publish("first");
        TestHouse ahead = house.copy();
        ahead.publish(
                TestHouse.CHANNEL,
                ahead.source("ahead", 5, 1),
                ahead.open(ahead.authority).witnessedBy(witnesses.asked(false)));
        leaveOnlyTheLogsSignature();
        WitnessReport report = house.open(house.authority)
                .witnessedBy(witnesses.asked(false))
                .repository()
                .witness()
                .orElseThrow();
        assertThat(report.missing())
                .hasSize(3)
                .allMatch(line -> line.contains("has cosigned 2 entries already, more than the 1 of this checkpoint"));
    }

    @Test
    void aCosignatureThatIsNoneIsNotTakenOver() throws Exception {
        witnesses.lying.add("w3");
        WitnessReport report = publish("first");
        assertThat(report.met()).isTrue();
        assertThat(report.missing()).singleElement().asString().startsWith("w3: answered without a cosignature by ");
        assertCosigned(house.follower, 0, 2);
        laws.check();
    }

    @Test
    void withoutAQuorumTheReleaseStandsAndTheReportSaysSo() throws Exception {
        witnesses.down.addAll(List.of("w1", "w3"));
        WitnessReport report = publish("first");
        assertThat(report.met()).isFalse();
        assertThat(report.toString())
                .isEqualTo("1 of 3 have cosigned, wanted 2 of (w1, w2, w3); w1: connection refused;"
                        + " w3: connection refused");
        assertThatThrownBy(() -> policy().accept(checkpoint(house.authority)))
                .isInstanceOf(LogException.QuorumNotMet.class);
        laws.check();
    }

    @Test
    void whereWitnessesAreRequiredNothingIsReleasedWithoutThem() throws Exception {
        publish("first");
        witnesses.down.addAll(List.of("w1", "w3"));
        assertThatThrownBy(() -> publish("second", witnesses.asked(true), house.authority, house.follower))
                .isInstanceOf(CommitException.NotWitnessed.class)
                .hasMessageContaining("w1: connection refused")
                .hasMessageContaining("--require-witnesses");
        laws.check();
        assertThat(house.open(house.authority)
                        .repository()
                        .pointer(TestHouse.CHANNEL)
                        .orElseThrow()
                        .release()
                        .sequence())
                .isEqualTo(1);
        witnesses.down.clear();
        assertThat(publish("second", witnesses.asked(true), house.authority, house.follower)
                        .met())
                .isTrue();
        assertCosigned(house.follower, 2, 3);
        laws.check();
    }

    @Test
    void aKeyThatSignsNoLogCanReleaseNothingWhereWitnessesAreRequired() throws Exception {
        TestHouse plain = new TestHouse(directory.resolve("plain"), EcdsaSigningKey.generate(new SecureRandom()));
        Destinations destinations = plain.open(plain.authority).witnessedBy(witnesses.asked(true));
        assertThatThrownBy(() -> plain.publish(TestHouse.CHANNEL, plain.source("first", 5, 1), destinations))
                .isInstanceOf(CommitException.NotWitnessed.class)
                .hasMessageContaining("no online key here is of Ed25519, which alone signs the log");
    }

    /** Whatever write of the log is the last of a run, the next run's release is witnessed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRunThatDiesIsMadeUpForByTheNext(int write) throws Exception {
        publish("first");
        FaultyStore dying = new FaultyStore(house.authority)
                .when(Trigger.nth(write, Verb.COMPARE_AND_SET).ofKeys(LogPaths.CHECKPOINT), new Fault.LoseAnswer());
        assertThatThrownBy(() -> publish("second", witnesses.asked(false), dying))
                .isInstanceOf(IOException.class);
        laws.check();
        assertThat(publish("third").met()).isTrue();
        assertCosigned(house.follower, 2, 3);
        laws.check();
    }

    @Test
    void whoeverComesNextHasTheCheckpointWitnessedWithoutARelease() throws Exception {
        Path source = house.source("first", 5, 1);
        house.publish(source, house.authority, house.follower);
        assertThat(checkpoint(house.follower).note().signatures()).hasSize(1);
        Destinations destinations = house.open(house.authority, house.follower).witnessedBy(witnesses.asked(false));
        assertThat(destinations.repository().witness().orElseThrow().met()).isTrue();
        destinations.follow();
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            assertThat(policy().accept(checkpoint(store)).signatures()).hasSize(4);
        }
        // The same tree again: nothing is released, and nobody is asked.
        witnesses.asked.clear();
        Released same = house.publish(TestHouse.CHANNEL, source, destinations).released();
        assertThat(same.isNew()).isFalse();
        assertThat(same.witnessed().orElseThrow().met()).isTrue();
        assertThat(witnesses.asked).isEmpty();
    }

    /** Who can write to the bucket could make a note refused by all who know a witness. */
    @Test
    void aLineThatNamesAWitnessAndIsNoneOfItsGoes() throws Exception {
        publish("first");
        SignedCheckpoint good = checkpoint(house.authority);
        String line = good.note().signatures().getLast().line();
        String foreign = "— witness.example/other " + line.substring(line.lastIndexOf(' ') + 1);
        String broken = line.substring(0, line.length() - 12) + "AAAAAAAAAAA=";
        String note = new String(good.encode(), UTF_8).replace(line, broken) + foreign + "\n";
        house.authority.put(LogPaths.CHECKPOINT, Body.of(note.getBytes(UTF_8)), ObjectHeaders.MUTABLE_TEXT);
        assertThatThrownBy(() -> policy().accept(checkpoint(house.authority)))
                .isInstanceOf(LogException.BadSignature.class);
        house.open(house.authority)
                .witnessedBy(witnesses.asked(false))
                .repository()
                .witness();
        assertThat(policy().accept(checkpoint(house.authority)).signatures()).hasSize(4);
        assertThat(checkpoint(house.authority).note().signatures())
                .extracting(NoteSignature::line)
                .contains(foreign)
                .doesNotContain(broken);
    }

    /** The sequence, tiles and checkpoint are there before anybody is asked. */
    @Test
    void nobodyIsAskedBeforeTheTreeIsStored() throws Exception {
        Witnesses watching = new Witnesses(
                witnesses.policy(),
                (url, request) -> {
                    long size = Checkpoint.parse(request.note().text()).head().size();
                    assertThat(house.authority.stat(LogPaths.entry(size - 1))).isPresent();
                    assertThat(house.authority
                                    .get(LogPaths.CHECKPOINT, 1 << 20)
                                    .orElseThrow()
                                    .bytes())
                            .isEqualTo(request.note().encode());
                    return witnesses.ask(url, request);
                },
                Duration.ofSeconds(60),
                false);
        assertThat(publish("first", watching, house.authority).cosigned()).isEqualTo(3);
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForForLong() throws Exception {
        Witnesses impatient = new Witnesses(
                witnesses.policy(),
                (url, request) -> {
                    if (url.equals("w1")) {
                        new CountDownLatch(1).await();
                    }
                    return witnesses.ask(url, request);
                },
                Duration.ofSeconds(2),
                false);
        WitnessReport report = publish("first", impatient, house.authority);
        assertThat(report.met()).isTrue();
        assertThat(report.missing()).containsExactly("w1: has not answered within 2 s");
    }

    @Test
    void aRefusalIsPassedOn() throws Exception {
        Witnesses refusing = new Witnesses(
                witnesses.policy(),
                (url, request) -> new WitnessAnswer.Refused(404, "never heard of it"),
                Duration.ofSeconds(60),
                false);
        assertThat(publish("first", refusing, house.authority).missing())
                .contains("w1: answered 404: never heard of it");
    }

    /** What a witness answers that has cosigned what this checkpoint has not grown from, by each way of saying it. */
    @ParameterizedTest
    @ValueSource(ints = {409, 422})
    void anotherHistoryIsNotAMissingSignature(int status) throws Exception {
        publish("first");
        WitnessReport report = publish("second", contradicted(status, false), house.authority, house.follower);
        assertThat(report.met()).isTrue();
        assertThat(report.contradicting()).singleElement().asString().startsWith("w1: ");
        assertThat(report.missing()).isEqualTo(report.contradicting());
        assertThatThrownBy(() -> publish("third", contradicted(status, true), house.authority, house.follower))
                .isInstanceOfSatisfying(
                        CommitException.OtherHistory.class,
                        e -> assertThat(e.witnesses()).hasSize(1))
                .hasMessageContaining("nothing was released, since a witness has cosigned another history");
        laws.check();
    }

    private Witnesses contradicted(int status, boolean required) throws Exception {
        return new Witnesses(
                witnesses.policy(),
                (url, request) -> {
                    if (!url.equals("w1")) {
                        return witnesses.ask(url, request);
                    }
                    long size = Checkpoint.parse(request.note().text()).head().size();
                    return status == 409
                            ? new WitnessAnswer.OtherSize(size)
                            : new WitnessAnswer.Refused(422, "this is another history");
                },
                Duration.ofSeconds(60),
                required);
    }
}
