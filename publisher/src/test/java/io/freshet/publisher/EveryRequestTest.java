package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.RetryPolicy;
import io.freshet.providers.api.RetryingStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.upload.ChannelPublisher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A publication makes some dozens of requests, to an authority and to a follower. Each of them goes wrong once, in each way
 * that there is; whatever is left is a repository, and the next run makes the release.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryRequestTest {

    /** One way in which a request goes wrong. */
    @SuppressWarnings("ImmutableEnumChecker") // faults are records of numbers
    enum Mishap {
        DIES_BEFORE(new Fault.CrashBefore(), false),
        DIES_AFTER(new Fault.CrashAfter(), false),
        ANSWER_LOST(new Fault.LoseAnswer(), false),
        NEVER_ARRIVES(new Fault.Fail(), false),
        ANSWER_LOST_AND_ASKED_AGAIN(new Fault.LoseAnswer(), true),
        NEVER_ARRIVES_AND_SENT_AGAIN(new Fault.Fail(), true);

        final Fault fault;
        final boolean retried;

        Mishap(Fault fault, boolean retried) {
            this.fault = fault;
            this.retried = retried;
        }
    }

    private TestHouse house;
    private Path next;
    private String oldTree;
    private String newTree;
    private int atAuthority;
    private int atFollower;

    @BeforeAll
    void publishOnce(@TempDir Path directory) throws Exception {
        house = new TestHouse(directory);
        Path first = house.source("first", 30, 0);
        next = house.source("next", 30, 30);
        oldTree = Trees.describe(first);
        newTree = Trees.describe(next);
        house.publish(first, house.authority, house.follower);
        TestHouse dry = house.copy();
        RecordingStore authority = new RecordingStore(dry.authority);
        RecordingStore follower = new RecordingStore(dry.follower);
        dry.publish(next, authority, follower);
        atAuthority = authority.calls().size();
        atFollower = follower.calls().size();
        RepositoryLaws.noChunkTwice(dry.authority);
    }

    List<Arguments> mishaps() {
        List<Arguments> all = new ArrayList<>();
        for (Mishap mishap : Mishap.values()) {
            all.add(Arguments.of(mishap, true, atAuthority));
            all.add(Arguments.of(mishap, false, atFollower));
        }
        return all;
    }

    @ParameterizedTest(name = "{0}, at the authority: {1}, each of {2} requests")
    @MethodSource("mishaps")
    void leavesARepositoryAndTheNextRunReleases(Mishap mishap, boolean authority, int requests) throws Exception {
        assertThat(requests).isGreaterThan(20);
        for (int n = 1; n <= requests; n++) {
            try {
                afterwards(mishap, authority, n);
            } catch (AssertionError | Exception e) {
                throw new AssertionError("request " + n + " of " + requests + ": " + e, e);
            }
        }
    }

    private void afterwards(Mishap mishap, boolean atAuthority, int n) throws Exception {
        TestHouse here = house.copy();
        RepositoryLaws laws = new RepositoryLaws(here.root, here.authority, here.follower);
        laws.check();
        ObjectStore broken = broken(atAuthority ? here.authority : here.follower, mishap, n);
        Optional<ChannelPublisher.Outcome> outcome =
                run(here, atAuthority ? broken : here.authority, atAuthority ? here.follower : broken);
        laws.check();
        String found = tree(laws, here.authority);
        assertThat(found).isIn(oldTree, newTree);
        assertThat(tree(laws, here.follower)).isIn(oldTree, newTree);
        if (mishap.retried) {
            assertThat(outcome).isPresent();
        }
        if (outcome.isPresent()) {
            assertThat(found).as("truthful").isEqualTo(newTree);
        }
        if (mishap.retried) {
            assertThat(tree(laws, here.follower)).isEqualTo(newTree);
        }
        again(here, laws);
    }

    /** The next run completes whatever is missing, and nothing but that. */
    private void again(TestHouse here, RepositoryLaws laws) throws Exception {
        List<String> before = RepositoryLaws.keys(here.authority);
        RecordingStore recorded = new RecordingStore(here.authority);
        ChannelPublisher.Outcome outcome = here.publish(next, recorded, here.follower);
        laws.check();
        assertThat(outcome.released().pointer().release().sequence()).isEqualTo(2);
        assertThat(outcome.followers()).allMatch(follower -> follower.failure().isEmpty());
        assertThat(tree(laws, here.authority)).isEqualTo(newTree);
        assertThat(tree(laws, here.follower)).isEqualTo(newTree);
        assertThat(recorded.calls(Verb.PUT))
                .noneMatch(call -> call.key().startsWith("packs/") && before.contains(call.key()));
        RepositoryLaws.noChunkTwice(here.authority);
        RepositoryLaws.noChunkTwice(here.follower);
        assertThat(RepositoryLaws.keys(here.authority)).noneMatch(key -> key.startsWith("intents/"));
    }

    private static Optional<ChannelPublisher.Outcome> run(TestHouse here, ObjectStore authority, ObjectStore follower)
            throws InterruptedException {
        try {
            return Optional.of(here.publish(here.directory.resolve("next"), authority, follower));
        } catch (IOException | Fault.Crash e) {
            return Optional.empty();
        }
    }

    private static ObjectStore broken(ObjectStore store, Mishap mishap, int n) {
        FaultyStore faulty = new FaultyStore(store).when(Trigger.nth(n, Verb.values()), mishap.fault);
        return mishap.retried
                ? new RetryingStore(
                        faulty, RetryPolicy.DEFAULT, TestHouse.CLOCK, TestHouse.AT_ONCE, new SplittableRandom(1))
                : faulty;
    }

    private String tree(RepositoryLaws laws, ObjectStore store) throws Exception {
        return laws.find(store, TestHouse.CHANNEL).orElseThrow().described(house.directory);
    }
}
