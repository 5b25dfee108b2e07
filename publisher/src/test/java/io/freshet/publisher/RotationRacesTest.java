package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.RootChain;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.upload.ChannelPublisher;
import io.freshet.publisher.witness.Witnesses;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publication that began before the online key was replaced, and ends after it. */
class RotationRacesTest {

    private static final Trigger ENTRY = Trigger.nth(1, Verb.PUT_IF_ABSENT).ofKeys("log/seq/1");
    private static final Trigger ROLE =
            Trigger.nth(1, Verb.PUT_IF_ABSENT).ofKeys("metadata/3." + TestHouse.CHANNEL.role());
    private static final Trigger COMMIT = Trigger.nth(1, Verb.COMPARE_AND_SET).ofKeys("metadata/timestamp.json");

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;
    private Rotation rotation;

    @BeforeEach
    void publish() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        house.publish(house.source("first", 30, 0), house.authority, house.follower);
        rotation = Rotation.of(house);
    }

    /** It reads the checkpoint, which the old key has not signed, and must not take it for none. */
    @Test
    void theCheckpointOfTheNewKeyIsNotReplacedByOneOfTheOld() throws Exception {
        Keys old = new Keys(List.of(), house.keys.online());
        assertThatThrownBy(() -> publishWhileRotating(ENTRY, old)).isInstanceOf(CommitException.class);
        house.openAt(TestHouse.NOW, rotation.all(), house.authority, house.follower)
                .follow();
        laws.check();
    }

    @Test
    void whoHasBothKeysEndsUnderTheNewOne() throws Exception {
        assertThat(publishWhileRotating(ENTRY, rotation.all()).released().proven())
                .isTrue();
        laws.check();
    }

    /** Its entry was signed by the old key, in a tree that nobody verifies any more. */
    @Test
    void whoHasLoggedByTheOldKeySignsTheLogAnew() throws Exception {
        assertThat(publishWhileRotating(COMMIT, rotation.all()).released().proven())
                .isTrue();
        laws.check();
    }

    /** These witnesses know the old key alone: what they cosigned was the checkpoint before. */
    @Test
    void whoSignsTheLogAnewHasItWitnessedAnew() throws Exception {
        RepositoryLog log = RepositoryLog.of(
                Digest.of(house.root),
                RootChain.from("root", house.root).newest().root().signed());
        try (TestWitnesses witnesses = new TestWitnesses(directory, log.keys(), 3)) {
            assertThatThrownBy(() -> publishWhileRotating(COMMIT, rotation.all(), witnesses.asked(true)))
                    .isInstanceOf(CommitException.NotWitnessed.class)
                    .hasMessageContaining("w1: answered 403");
        }
        laws.check();
    }

    /** Its channel's document is by the old key, and of a version above the one by which the channel was handed over. */
    @Test
    void whoHasSignedTheChannelByTheOldKeySignsItAnew() throws Exception {
        assertThat(publishWhileRotating(ROLE, rotation.all()).released().proven())
                .isTrue();
        assertThat(house.authority.stat("metadata/4." + TestHouse.CHANNEL.role() + ".json"))
                .isPresent();
        laws.check();
    }

    private ChannelPublisher.Outcome publishWhileRotating(Trigger when, Keys with) throws Exception {
        Path next = house.source("next", 30, 2);
        return whileRotating(when, store -> house.publishAt(TestHouse.NOW, with, next, store, house.follower));
    }

    private ChannelPublisher.Outcome publishWhileRotating(Trigger when, Keys with, Witnesses by) throws Exception {
        Path next = house.source("next", 30, 2);
        return whileRotating(
                when,
                store -> house.publish(
                        TestHouse.CHANNEL,
                        next,
                        house.openAt(TestHouse.NOW, with, store, house.follower).witnessedBy(by)));
    }

    private interface Publication {
        ChannelPublisher.Outcome to(ObjectStore store) throws Exception;
    }

    private ChannelPublisher.Outcome whileRotating(Trigger when, Publication what) throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        FaultyStore store = new FaultyStore(house.authority).when(when, hold);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ChannelPublisher.Outcome> publication = other.submit(() -> what.to(store));
            hold.reached().await();
            try {
                assertThat(rotation.publish()).isEmpty();
            } finally {
                hold.released().countDown();
            }
            return publication.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
