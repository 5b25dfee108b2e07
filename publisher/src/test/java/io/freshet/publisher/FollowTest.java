package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.providers.api.Capabilities;
import io.freshet.providers.api.ConditionUnsupported;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.api.Where;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.MemoryStore;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.CopyReport;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.upload.FollowerReport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Followers are brought up to what the authority has, whatever they have and whatever the authority does meanwhile. */
class FollowTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;

    @BeforeEach
    void publish() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        house.publish(house.source("first", 30, 0), house.authority);
    }

    @Test
    void aFirstCopyIsNothingSpecialAndASecondOneCopiesNothing() throws Exception {
        FollowerReport first =
                house.open(house.authority, house.follower).follow().getFirst();
        assertThat(first.copied().orElseThrow().objects()).isGreaterThan(8);
        laws.check();
        Destinations destinations = house.open(house.authority, house.follower);
        RecordingStore recorded = new RecordingStore(house.follower);
        CopyReport second = destinations.repository().copyTo(recorded);
        assertThat(second.objects()).isZero();
        assertThat(recorded.writes()).isEmpty();
        // The right edge of the log and its last bundle are looked at each time.
        assertThat(recorded.calls()).hasSizeLessThan(7 + 2);
    }

    @Test
    void onlyWhatTheFollowerLacksIsAskedFor() throws Exception {
        house.open(house.authority, house.follower).follow();
        house.publish(house.source("next", 30, 2), house.authority);
        house.publish(new ChannelName("sepolia/full"), house.source("other", 3, 0), house.open(house.authority));
        RecordingStore recorded = new RecordingStore(house.follower);
        house.open(house.authority).repository().copyTo(recorded);
        laws.check();
        assertThat(recorded.calls(Verb.LIST)).isEmpty();
        long packs = recorded.calls(Verb.PUT).stream()
                .filter(call -> call.key().startsWith("packs/"))
                .count();
        assertThat(recorded.calls(Verb.STAT).stream().filter(call -> call.key().startsWith("packs/")))
                .hasSize((int) packs);
    }

    @Test
    void aCopyBeginsAgainWhenTheAuthorityHasMovedOn() throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        FaultyStore authority = new FaultyStore(house.authority);
        Destinations destinations = house.open(authority, house.follower);
        List<String> old = RepositoryLaws.keys(house.authority);
        authority.when(Trigger.nth(1, Verb.STAT).ofKeys("packs/"), hold);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<FollowerReport>> copy = threads.submit(destinations::follow);
            hold.reached().await();
            house.publish(house.source("unlike", 0, 30), house.authority);
            for (String key : old) {
                if (key.startsWith("packs/")) {
                    house.authority.delete(key);
                }
            }
            hold.released().countDown();
            assertThat(copy.get()).allMatch(report -> report.failure().isEmpty());
        }
        laws.check();
        assertThat(laws.find(house.follower, TestHouse.CHANNEL)
                        .orElseThrow()
                        .pointer()
                        .release()
                        .sequence())
                .isEqualTo(2);
    }

    @Test
    void whatTheAuthorityReallyLacksIsAnError() throws Exception {
        String pack = RepositoryLaws.keys(house.authority).stream()
                .filter(key -> key.startsWith("packs/"))
                .findFirst()
                .orElseThrow();
        house.authority.delete(pack);
        FollowerReport report =
                house.open(house.authority, house.follower).follow().getFirst();
        assertThat(report.failure().orElseThrow()).hasMessageContaining(pack);
        assertThat(house.follower.stat("metadata/timestamp.json")).isEmpty();
    }

    @Test
    void aStoreWithoutConditionalWritesCanFollow() throws Exception {
        assertFollows(withoutConditions(house.follower));
    }

    @Test
    void soCanOneThatDeclaresConditionsAndRefusesThem() throws Exception {
        assertFollows(refusingConditions(house.follower));
    }

    private void assertFollows(ObjectStore follower) throws Exception {
        Destinations destinations = house.open(house.authority, follower);
        assertThat(destinations.follow()).allMatch(report -> report.failure().isEmpty());
        house.publish(house.source("next", 30, 2), house.authority);
        assertThat(destinations.follow()).allMatch(report -> report.failure().isEmpty());
        laws.check();
        assertThat(laws.find(house.follower, TestHouse.CHANNEL)
                        .orElseThrow()
                        .pointer()
                        .release()
                        .sequence())
                .isEqualTo(2);
    }

    @Test
    void anotherRepositoryIsNotWrittenOver() throws Exception {
        MemoryStore other = new MemoryStore("memory:other", TestHouse.CLOCK);
        Keys keys = Keys.create(directory.resolve("other-keys"), Optional.empty(), new SecureRandom());
        io.freshet.publisher.commit.Repository.init(other, keys, List.of(), List.of(), TestHouse.CLOCK);
        RecordingStore recorded = new RecordingStore(other);
        assertThatThrownBy(() -> house.open(house.authority).repository().copyTo(recorded))
                .isInstanceOf(CommitException.OtherRepository.class);
        assertThat(recorded.writes()).isEmpty();
    }

    private static ObjectStore refusingConditions(ObjectStore store) {
        return (ObjectStore) Proxy.newProxyInstance(
                FollowTest.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("putIfAbsent")
                            || method.getName().equals("compareAndSet")) {
                        throw new ConditionUnsupported("no conditions", Where.object(store.url(), "a key"), null);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static ObjectStore withoutConditions(ObjectStore store) {
        return (ObjectStore) Proxy.newProxyInstance(
                FollowTest.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isNotIn("putIfAbsent", "compareAndSet");
                    try {
                        Object answer = method.invoke(store, arguments);
                        return answer instanceof Capabilities all ? all.withConditions(false, false) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
