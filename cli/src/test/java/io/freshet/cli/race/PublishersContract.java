package io.freshet.cli.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Source;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.RetryingStore;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.SnapshotFacts;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.Repository;
import io.freshet.publisher.upload.ChannelPublisher;
import io.freshet.publisher.upload.Destinations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Many publishers, each with a store of its own as separate processes have, at one authority. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PublishersContract {

    private static final int CHANNELS = 12;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    /** Opens a place for one test; each call gives a store of its own on the same objects. */
    abstract ObjectStore open(String place) throws Exception;

    @Test
    void twelvePublishersOfTwelveChannelsAllSucceed() throws Exception {
        House house = new House("twelve");
        CyclicBarrier start = new CyclicBarrier(CHANNELS);
        int races = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ChannelPublisher.Outcome>> publishers = new ArrayList<>();
            for (int i = 0; i < CHANNELS; i++) {
                int number = i;
                publishers.add(threads.submit(() -> {
                    start.await();
                    try (ObjectStore store = house.open()) {
                        return house.publish(channel(number), "tree " + number, store, number);
                    }
                }));
            }
            for (Future<ChannelPublisher.Outcome> publisher : publishers) {
                races += publisher.get().released().races();
            }
        }
        try (ObjectStore store = house.open()) {
            Repository repository = house.destinations(store, 99).repository();
            Set<Long> entries = new HashSet<>();
            for (int i = 0; i < CHANNELS; i++) {
                Pointer pointer = repository.pointer(channel(i)).orElseThrow();
                assertThat(pointer.release().sequence()).isEqualTo(1);
                assertThat(entries.add(pointer.log())).isTrue();
            }
            List<String> left = new ArrayList<>();
            store.list("intents/", object -> left.add(object.key()));
            assertThat(left).isEmpty();
            List<String> log = new ArrayList<>();
            store.list("log/seq/", object -> log.add(object.key()));
            assertThat(log).hasSize(CHANNELS);
        }
        assertThat(races).as("each commit makes all others repeat once at most").isLessThanOrEqualTo(66);
    }

    @Test
    void ofTwoPublishersOfOneChannelOneWinsAndTheOtherSaysSo() throws Exception {
        House house = new House("two");
        Fault.Hold hold = Fault.Hold.create();
        try (ObjectStore mine = house.open();
                ObjectStore theirs = house.open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            FaultyStore held = new FaultyStore(mine)
                    .when(Trigger.nth(1, Verb.COMPARE_AND_SET).ofKeys("metadata/timestamp.json"), hold);
            Future<ChannelPublisher.Outcome> late =
                    threads.submit(() -> house.publish(channel(0), "late", RetryingStore.of(held), 1));
            hold.reached().await();
            house.publish(channel(0), "early", RetryingStore.of(theirs), 2);
            hold.released().countDown();
            assertThatThrownBy(late::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(CommitException.ChannelMoved.class)
                    .hasMessageContaining("was changed by run 20261123T000000Z-");
        }
    }

    private static ChannelName channel(int number) {
        return new ChannelName("net" + number + "/full");
    }

    /** A repository with all channels, at a place of its own. */
    private final class House {

        private final String place;
        private final Keys keys;
        private final byte[] root;

        House(String place) throws Exception {
            this.place = place;
            this.keys = Keys.create(directory.resolve(place + "-keys"), Optional.empty(), new SecureRandom());
            List<ChannelName> channels = new ArrayList<>();
            for (int i = 0; i < CHANNELS; i++) {
                channels.add(channel(i));
            }
            try (ObjectStore store = open()) {
                this.root = Repository.init(store, keys, channels, List.of(), CLOCK);
            }
        }

        ObjectStore open() throws Exception {
            return RetryingStore.of(PublishersContract.this.open(place));
        }

        Destinations destinations(ObjectStore store, long seed) throws Exception {
            return Destinations.open(List.of(store), root, keys, CLOCK, new SplittableRandom(seed), Sleeper.real());
        }

        ChannelPublisher.Outcome publish(ChannelName channel, String content, ObjectStore store, long seed)
                throws Exception {
            Path source = Files.createTempDirectory(directory, "source");
            Files.writeString(source.resolve("content"), content.repeat(100));
            Path work = Files.createDirectories(directory.resolve("work"));
            return new ChannelPublisher(
                            destinations(store, seed), CLOCK, new SplittableRandom(seed + 1000), Sleeper.real())
                    .publish(
                            new ChannelPublisher.Job(
                                    source,
                                    channel,
                                    new SnapshotFacts(Source.UNKNOWN, Consistency.STOPPED, CLOCK.instant()),
                                    PublisherConfig.defaults(work).withCores(1)),
                            ProgressListener.NONE);
        }
    }
}
