package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.TestCollector;
import io.freshet.publisher.upload.ChannelPublisher;
import io.freshet.publisher.upload.Destinations;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a publisher while others commit, step by step. */
class RacesTest {

    private static final Trigger COMMIT = Trigger.nth(1, Verb.COMPARE_AND_SET).ofKeys("metadata/timestamp.json");
    /** After those of the run's beginning: the one that follows the commit. */
    private static final Trigger READ_AGAIN = Trigger.nth(3, Verb.GET).ofKeys("metadata/timestamp.json");

    @TempDir
    Path directory;

    private TestHouse house;
    private Path next;

    @BeforeEach
    void publishOnce() throws Exception {
        house = new TestHouse(directory);
        house.publish(house.source("first", 5, 0), house.authority);
        next = house.source("next", 5, 5);
    }

    @Test
    void itsAnswerIsLostAndOthersBuildOnTop() throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        FaultyStore store = new FaultyStore(house.authority);
        Destinations destinations = house.open(store);
        store.when(COMMIT, new Fault.LoseAnswer()).when(READ_AGAIN, hold);
        ChannelPublisher.Outcome outcome = beside(destinations, hold, () -> {
            for (int i = 0; i < 18; i++) {
                house.publish(house.source("later" + i, 5, 1), house.authority);
            }
        });
        assertThat(outcome.released().isNew()).isTrue();
        assertThat(outcome.released().pointer().release().sequence()).isEqualTo(2);
        var now = house.open(house.authority)
                .repository()
                .pointer(TestHouse.CHANNEL)
                .orElseThrow();
        assertThat(now.release().sequence()).isEqualTo(20);
        assertThat(now.history().older()).as("it is in a page by now").isPresent();
    }

    @Test
    void aRequestThatGotLostIsSentAgainAsItWas() throws Exception {
        RecordingStore recorded = new RecordingStore(house.authority);
        FaultyStore store = new FaultyStore(recorded);
        Destinations destinations = house.open(store);
        store.when(COMMIT, new Fault.Fail());
        assertThat(house.publish(TestHouse.CHANNEL, next, destinations)
                        .released()
                        .races())
                .isEqualTo(1);
        assertThat(recorded.calls(Verb.PUT_IF_ABSENT))
                .filteredOn(call -> call.key().endsWith("snapshot.json"))
                .hasSize(1);
    }

    @Test
    void ofTwoPublishersOfAChannelOneWinsAndTheOtherSaysWhoDid() throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        FaultyStore store = new FaultyStore(house.authority).when(COMMIT, hold);
        Destinations destinations = house.open(store);
        assertThatThrownBy(() ->
                        beside(destinations, hold, () -> house.publish(house.source("other", 5, 2), house.authority)))
                .isInstanceOf(CommitException.ChannelMoved.class)
                .hasMessageMatching("the channel mainnet/full was changed by run 20261123T000000Z-[0-9a-f]{16} while.*"
                        + "publish again on top of it.*");
        assertThat(RepositoryLaws.keys(house.authority)).noneMatch(key -> key.startsWith("intents/"));
    }

    @Test
    void anotherChannelIsNoHindranceAndCostsFewRequests() throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        RecordingStore recorded = new RecordingStore(house.authority);
        FaultyStore store = new FaultyStore(recorded).when(COMMIT, hold);
        Destinations destinations = house.open(store);
        ChannelPublisher.Outcome outcome = beside(destinations, hold, () -> {
            house.publish(new ChannelName("sepolia/full"), house.source("other", 5, 2), house.open(house.authority));
            recorded.reset();
        });
        assertThat(outcome.released().races()).isEqualTo(1);
        assertThat(recorded.calls().stream().filter(call -> !call.key().startsWith("intents/")))
                .as("root, timestamp, snapshot, targets, the new channel; snapshot, timestamp")
                .hasSizeLessThanOrEqualTo(9);
    }

    /** One has signed a tree that has the other's entry, too, while that one was about to: theirs stays. */
    @Test
    void ofTwoThatSignTheLogTheLargerCheckpointStays() throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        FaultyStore store = new FaultyStore(house.authority)
                .when(Trigger.nth(1, Verb.COMPARE_AND_SET).ofKeys("log/checkpoint"), hold);
        Destinations destinations = house.open(store);
        ChannelPublisher.Outcome outcome = beside(destinations, hold, () -> {
            ChannelName other = new ChannelName("sepolia/full");
            house.publish(other, house.source("other", 5, 2), house.open(house.authority));
            house.publish(other, house.source("another", 5, 2), house.open(house.authority));
        });
        assertThat(outcome.released().pointer().log()).isEqualTo(1);
        house.open(house.authority, house.follower).follow();
        new RepositoryLaws(house.root, house.authority, house.follower).check();
        assertThat(RepositoryLaws.keys(house.authority)).contains("log/tile/0/000.p/4", "log/proof/1");
    }

    @Test
    void whatTheSnapshotSaysOfTheChainIsKeptByAllWhoSign() throws Exception {
        TestCollector collector = new TestCollector(house.open(house.authority).repository());
        collector.condemn(List.of("packs/00/dead.bin"));
        house.open(house.authority).repository().addChannel(new ChannelName("sepolia/full"));
        house.publish(next, house.authority);
        assertThat(collector.condemned()).containsExactly("packs/00/dead.bin");
    }

    @Test
    void theSameTreeIsNoNewRelease() throws Exception {
        RecordingStore recorded = new RecordingStore(house.authority);
        ChannelPublisher.Outcome outcome = house.publish(house.directory.resolve("first"), recorded);
        assertThat(outcome.released().isNew()).isFalse();
        assertThat(outcome.released().pointer().release().sequence()).isEqualTo(1);
        assertThat(recorded.writes()).isEmpty();
    }

    /** Something that others do. */
    private interface Meanwhile {
        void happen() throws Exception;
    }

    private ChannelPublisher.Outcome beside(Destinations destinations, Fault.Hold hold, Meanwhile meanwhile)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ChannelPublisher.Outcome> publisher =
                    threads.submit(() -> house.publish(TestHouse.CHANNEL, next, destinations));
            hold.reached().await();
            meanwhile.happen();
            hold.released().countDown();
            return publisher.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
