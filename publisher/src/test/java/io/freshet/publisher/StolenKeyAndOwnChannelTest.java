package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.trust.ChannelSigners;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.RootChange;
import io.freshet.publisher.upload.Destinations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who has stolen the online key and can write to the bucket has the snapshot name other documents of a channel that has a
 * key of its own, before and while the online key is replaced: what the channel's key has signed last is what nodes find.
 */
class StolenKeyAndOwnChannelTest {

    private static final String ROLE = TestHouse.CHANNEL.role();
    private static final Trigger COMMIT = Trigger.nth(1, Verb.COMPARE_AND_SET).ofKeys("metadata/timestamp.json");

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;
    private OnlineKeyThief thief;
    private Rotation rotation;
    /** The channel's own. */
    private Signer own;
    /** What the channel's publisher has before the rotation. */
    private Keys publisher;
    /** Version of the targets before the channel had keys of its own. */
    private long earlierTargets;

    private long earlierDocument;

    @BeforeEach
    void publishByAKeyOfItsOwn() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        thief = new OnlineKeyThief(house, laws);
        house.publish(house.source("online", 30, 0), house.authority, house.follower);
        earlierTargets = version(RoleName.TARGETS);
        earlierDocument = version(ROLE);
        own = SigningKey.generate(new SecureRandom());
        Destinations all = house.openAt(
                TestHouse.NOW,
                new Keys(house.keys.roots(), house.keys.online(), List.of(own)),
                house.authority,
                house.follower);
        all.repository().acts().signBy(TestHouse.CHANNEL, Optional.of(signers()));
        publisher = new Keys(List.of(), house.keys.online(), List.of(own));
        for (int n = 0; n < 2; n++) {
            house.publishAt(
                    TestHouse.NOW, publisher, house.source("own-" + n, 30, n + 1), house.authority, house.follower);
        }
        rotation = Rotation.of(house);
    }

    private ChannelSigners signers() {
        return ChannelSigners.of(List.of(own.publicKey()), 1);
    }

    private long version(String role) throws Exception {
        return state(house.authority)
                .snapshot()
                .orElseThrow()
                .signed()
                .file(role)
                .orElseThrow()
                .version();
    }

    private TrustedState state(ObjectStore store) throws Exception {
        return laws.refreshed(store, TestHouse.NOW).state();
    }

    @Test
    void whatTheChannelsKeyHasNotSignedIsNotTakenOver() throws Exception {
        thief.signsForTheChannel();
        assertRotationEndsIt(3);
    }

    /** The new root lies there already, so that nothing but the run that ends it can help. */
    @Test
    void norIfItIsNamedOnceTheRootIsThere() throws Exception {
        ObjectStore dying = new FaultyStore(house.authority)
                .when(Trigger.nth(1, Verb.PUT_IF_ABSENT).ofKeys("metadata/2.root.json"), new Fault.CrashAfter());
        RootChange change = rotation.open(dying);
        thief.looks();
        assertThatThrownBy(() -> change.publish(() -> {})).isInstanceOf(Fault.Crash.class);
        thief.signsForTheChannel();
        assertThat(house.authority.stat("metadata/2.root.json")).isPresent();
        assertRotationEndsIt(3);
    }

    @Test
    void anOlderDocumentOfTheChannelIsNotTakenOver() throws Exception {
        long newest = version(ROLE);
        thief.names(of(ROLE, newest - 1));
        RootChange change = assertRotationEndsIt(3);
        assertThat(change.restored()).containsExactly(new RootChange.Restored(ROLE, newest, newest - 1));
    }

    /** Then the channel was the online key's. */
    @Test
    void norAreOlderTargets() throws Exception {
        SequencedMap<String, Long> before = of(RoleName.TARGETS, earlierTargets);
        before.put(ROLE, earlierDocument);
        thief.names(before);
        assertRotationEndsIt(3);
    }

    /** He has stolen the channel's key, too, and whatever version that could sign next is above all. */
    @Test
    void aVersionThatNoneCanFollowEndsNothing() throws Exception {
        thief.drivesUp(publisher);
        assertRotationEndsIt(3);
        assertThat(version(ROLE)).isLessThan(1 << 10);
    }

    /** A publisher lost a race, and died with what it had signed: of the same number as what was released. */
    @Test
    void whatLostARaceIsNotReleased() throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        ObjectStore slow = new FaultyStore(house.authority).when(COMMIT, hold);
        Path won = house.source("won", 30, 8);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> publication = other.submit(() -> house.publishAt(TestHouse.NOW, publisher, won, slow));
            hold.reached().await();
            dies(house.source("lost", 30, 7));
            hold.released().countDown();
            publication.get();
        }
        assertThat(house.authority.stat("metadata/" + (version(ROLE) + 1) + "." + ROLE + ".json"))
                .isPresent();
        assertThat(assertRotationEndsIt(4).restored()).isEmpty();
    }

    /** Nobody could tell it from what was released, and is not named any more: it is whole, and the next one. */
    @Test
    void whatARunHadSignedThatDiedIsReleased() throws Exception {
        dies(house.source("died", 30, 7));
        assertRotationEndsIt(4);
    }

    /** But what nodes would not find whole, they are not sent to. */
    @Test
    void unlessAPackIsGone() throws Exception {
        Set<String> before = Set.copyOf(RepositoryLaws.keys(house.authority));
        dies(house.source("died", 30, 7));
        for (String key : RepositoryLaws.keys(house.authority)) {
            if (key.startsWith("packs/") && !before.contains(key)) {
                house.authority.delete(key);
            }
        }
        assertThat(assertRotationEndsIt(3).restored()).isEmpty();
    }

    private void dies(Path source) {
        ObjectStore dying = new FaultyStore(house.authority).when(COMMIT, new Fault.CrashBefore());
        assertThatThrownBy(() -> house.publishAt(TestHouse.NOW, publisher, source, dying))
                .isInstanceOf(Fault.Crash.class);
    }

    private static SequencedMap<String, Long> of(String role, long version) {
        SequencedMap<String, Long> one = new LinkedHashMap<>();
        one.put(role, version);
        return one;
    }

    /** The new key is put in force; the channel's key publishes; nodes that have seen the attack follow, and new ones do. */
    private RootChange assertRotationEndsIt(long sequence) throws Exception {
        TrustMemory node = new TrustMemory();
        RootChange change = rotation.open(house.authority);
        assertThat(change.publish(() -> house.openAt(TestHouse.NOW, rotation.all(), house.authority, house.follower)
                        .follow()))
                .isEmpty();
        laws.check();
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            assertThat(signers().sign(state(store), TestHouse.CHANNEL)).isTrue();
            assertThat(laws.find(store, TestHouse.CHANNEL)
                            .orElseThrow()
                            .pointer()
                            .release()
                            .sequence())
                    .isEqualTo(sequence);
        }
        Path next = house.source("after", 30, 5);
        Keys after = new Keys(List.of(), Optional.empty(), List.of(rotation.replacement(), own));
        assertThat(house.publishAt(TestHouse.NOW, after, next, house.authority, house.follower)
                        .released()
                        .isNew())
                .isTrue();
        laws.check();
        for (TrustMemory memory : List.of(node, new TrustMemory())) {
            Updater updater = laws.refreshed(house.follower, memory, TestHouse.NOW);
            updater.find(TestHouse.CHANNEL.target());
            assertThat(updater.state().root().signed().version()).isEqualTo(2);
        }
        return change;
    }
}
