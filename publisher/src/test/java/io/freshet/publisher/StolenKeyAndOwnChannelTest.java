package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.ChannelSigners;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.RootChange;
import io.freshet.publisher.commit.SignedVersion;
import io.freshet.publisher.upload.Destinations;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
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

    private TrustMemory node;

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
        node = new TrustMemory();
        laws.refreshed(house.authority, node, TestHouse.NOW);
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
        long newest = version(ROLE);
        thief.signsForTheChannel();
        assertThatThrownBy(() -> rotation.open(house.authority))
                .isInstanceOf(CommitException.Unsettled.class)
                .hasMessageContaining("--take mainnet/full=VERSION")
                .hasMessageContaining("can stand: " + newest + " (release 3), " + (newest - 1) + " (release 2), "
                        + (newest - 2) + " (release 1)");
        assertThat(house.authority.stat("metadata/2.root.json")).isEmpty();
        assertRotationEndsIt(3, Map.of(ROLE, newest));
    }

    /** The new root lies there already, so that nothing but the run that ends it can help. */
    @Test
    void norIfItIsNamedOnceTheRootIsThere() throws Exception {
        long newest = version(ROLE);
        ObjectStore dying = new FaultyStore(house.authority)
                .when(Trigger.nth(1, Verb.PUT_IF_ABSENT).ofKeys("metadata/2.root.json"), new Fault.CrashAfter());
        RootChange change = rotation.open(dying);
        thief.looks();
        assertThatThrownBy(() -> change.publish(() -> {})).isInstanceOf(Fault.Crash.class);
        thief.signsForTheChannel();
        assertThat(house.authority.stat("metadata/2.root.json")).isPresent();
        assertThatThrownBy(() -> rotation.open(house.authority)).isInstanceOf(CommitException.Unsettled.class);
        assertRotationEndsIt(3, Map.of(ROLE, newest));
    }

    /** That is said, and undone where somebody says that it is to be: it could be what a run has left that died. */
    @Test
    void anOlderDocumentOfTheChannelIsSaidToBeOne() throws Exception {
        long newest = version(ROLE);
        thief.names(of(ROLE, newest - 1));
        RootChange change = rotation.open(house.authority);
        assertThat(publish(change)).isEmpty();
        assertThat(change.notes().newer()).containsExactly(new SignedVersion(ROLE, newest, Optional.of(3L)));
        assertThat(change.restored()).isEmpty();

        RootChange again = assertRotationEndsIt(3, Map.of(ROLE, newest));
        assertThat(again.restored()).containsExactly(new RootChange.Restored(ROLE, newest, newest - 1));
        assertThat(again.notes().newer()).isEmpty();
    }

    /** Then the channel was the online key's. */
    @Test
    void targetsThatWereReplacedAreAskedAbout() throws Exception {
        long newest = version(RoleName.TARGETS);
        SequencedMap<String, Long> before = of(RoleName.TARGETS, earlierTargets);
        before.put(ROLE, earlierDocument);
        Map<String, Long> chosen = Map.of(RoleName.TARGETS, newest, ROLE, version(ROLE));
        thief.names(before);
        assertThatThrownBy(() -> rotation.open(house.authority))
                .isInstanceOf(CommitException.Unsettled.class)
                .hasMessageContainingAll(
                        "version " + earlierTargets + " is named", "can stand: " + newest + ", " + earlierTargets)
                .hasMessageContaining("--take targets=VERSION");
        assertThat(assertRotationEndsIt(3, chosen).notes().newer()).isEmpty();
    }

    /** So that the newest can't be found. */
    @Test
    void targetsWhoseNewestWereSpoiledAreAskedAbout() throws Exception {
        long newest = version(RoleName.TARGETS);
        SequencedMap<String, Long> before = of(RoleName.TARGETS, earlierTargets);
        before.put(ROLE, earlierDocument);
        thief.names(before);
        byte[] good = spoil(RoleName.TARGETS, newest);
        assertThatThrownBy(() -> rotation.open(house.authority))
                .isInstanceOf(CommitException.Unsettled.class)
                .hasMessageContaining("metadata/" + newest + ".targets.json");
        put("metadata/" + newest + ".targets.json", good);
        for (int n = 0; n < 100; n++) {
            put("metadata/" + (1000 + n) + ".targets.json", new byte[1]);
        }
        assertThatThrownBy(() -> rotation.open(house.authority))
                .isInstanceOf(CommitException.Unsettled.class)
                .hasMessageContaining("metadata/1099.targets.json");
        assertRotationEndsIt(3, Map.of(RoleName.TARGETS, newest, ROLE, earlierDocument + 3));
    }

    @Test
    void aDocumentOfTheChannelThatWasSpoiledIsSaidToBeOne() throws Exception {
        long newest = version(ROLE);
        thief.names(of(ROLE, newest - 1));
        spoil(ROLE, newest);
        RootChange change = rotation.open(house.authority);
        assertThat(publish(change)).isEmpty();
        assertThat(change.notes().foreign()).containsExactly("metadata/" + newest + "." + ROLE + ".json");
    }

    @Test
    void aChannelThatIsNotNamedIsAskedAbout() throws Exception {
        long newest = version(ROLE);
        thief.forgetsTheChannel();
        assertThatThrownBy(() -> rotation.open(house.authority))
                .isInstanceOf(CommitException.Unsettled.class)
                .hasMessageContaining("mainnet/full: nothing is named, though it has been released to");
        assertRotationEndsIt(3, Map.of(ROLE, newest));
    }

    /** Of which nothing is whole any more: the key is replaced all the same. */
    @Test
    void aChannelThatIsNotNamedCanStaySo() throws Exception {
        thief.forgetsTheChannel();
        for (String key : RepositoryLaws.keys(house.authority)) {
            if (key.startsWith("packs/")) {
                put(key, new byte[1]);
            }
        }
        long newest = newestOfTheChannel();
        assertThatThrownBy(() -> rotation.open(house.authority, Map.of(ROLE, newest)))
                .isInstanceOf(IOException.class);
        assertThat(publish(rotation.open(house.authority, Map.of(ROLE, 0L)))).isEmpty();
        assertThat(state(house.authority).root().signed().version()).isEqualTo(2);
        assertThat(state(house.authority).snapshot().orElseThrow().signed().file(ROLE))
                .isEmpty();
    }

    private long newestOfTheChannel() throws Exception {
        return RepositoryLaws.keys(house.authority).stream()
                .filter(key -> key.startsWith("metadata/") && key.endsWith("." + ROLE + ".json"))
                .mapToLong(key -> Long.parseLong(key.substring("metadata/".length(), key.indexOf('.'))))
                .max()
                .orElseThrow();
    }

    /** A run that added it had died before it committed that: it was never released to. */
    @Test
    void aChannelThatWasNeverReleasedToIsNotAskedAbout() throws Exception {
        ChannelName other = new ChannelName("mainnet/other");
        ObjectStore dying = new FaultyStore(house.authority)
                .when(Trigger.nth(2, Verb.COMPARE_AND_SET).ofKeys("metadata/timestamp.json"), new Fault.CrashBefore());
        Keys all = new Keys(house.keys.roots(), house.keys.online(), List.of(own));
        assertThatThrownBy(() ->
                        house.openAt(TestHouse.NOW, all, dying).repository().addChannel(other, Optional.of(signers())))
                .isInstanceOf(Fault.Crash.class);
        assertThat(house.authority.stat("metadata/1." + other.role() + ".json")).isPresent();
        assertRotationEndsIt(3, Map.of());
    }

    private byte[] spoil(String role, long version) throws Exception {
        String path = "metadata/" + version + "." + role + ".json";
        byte[] good = house.authority.get(path, 1 << 20).orElseThrow().bytes();
        put(path, new byte[1]);
        return good;
    }

    private void put(String path, byte[] bytes) throws Exception {
        house.authority.put(path, Body.of(bytes), ObjectHeaders.IMMUTABLE_JSON);
    }

    /** He has stolen the channel's key, too, and whatever version that could sign next is above all. */
    @Test
    void aVersionThatNoneCanFollowIsNotTakenOver() throws Exception {
        long newest = version(ROLE);
        thief.drivesUp(publisher);
        assertThatThrownBy(() -> rotation.open(house.authority))
                .isInstanceOf(CommitException.Unsettled.class)
                .hasMessageContaining("--take mainnet/full=VERSION");
        assertRotationEndsIt(3, Map.of(ROLE, newest));
        assertThat(version(ROLE)).isLessThan(1 << 10);
    }

    @Test
    void whatNobodyIsDelegatedToIsNotTakenOver() throws Exception {
        thief.namesAStranger();
        assertRotationEndsIt(3, Map.of());
        assertThat(state(house.follower).snapshot().orElseThrow().signed().meta())
                .containsOnlyKeys(RoleName.TARGETS, ROLE);
    }

    /** An ordinary rotation: what a run has left is none of what it takes over, and can be had. */
    @Test
    void whatARunHadSignedThatDiedIsReleasedIfThatIsWanted() throws Exception {
        dies(house.source("died", 30, 7));
        long left = version(ROLE) + 1;
        TestHouse wanted = house.copy();
        RootChange change = assertRotationEndsIt(3, Map.of());
        assertThat(change.notes().newer()).containsExactly(new SignedVersion(ROLE, left, Optional.of(4L)));

        house = wanted;
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        rotation = Rotation.of(house);
        node = new TrustMemory();
        assertThat(assertRotationEndsIt(4, Map.of(ROLE, left)).notes().newer()).isEmpty();
    }

    /** But nodes are not sent to what they would not find whole. */
    @Test
    void unlessAPackIsGone() throws Exception {
        Set<String> before = Set.copyOf(RepositoryLaws.keys(house.authority));
        dies(house.source("died", 30, 7));
        for (String key : RepositoryLaws.keys(house.authority)) {
            if (key.startsWith("packs/") && !before.contains(key)) {
                house.authority.delete(key);
            }
        }
        long left = version(ROLE) + 1;
        assertThatThrownBy(() -> rotation.open(house.authority, Map.of(ROLE, left)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("packs/");
        assertRotationEndsIt(3, Map.of());
    }

    /** An act has died, or lost a race: it does not come into force by the way. */
    @Test
    void targetsThatWereNeverCommittedAreAskedAbout() throws Exception {
        long revoked = version(RoleName.TARGETS);
        ObjectStore dying = new FaultyStore(house.authority).when(COMMIT, new Fault.CrashBefore());
        Keys offline = new Keys(house.keys.roots(), house.keys.online(), List.of(own));
        assertThatThrownBy(() -> house.openAt(TestHouse.NOW, offline, dying)
                        .repository()
                        .acts()
                        .signBy(TestHouse.CHANNEL, Optional.empty()))
                .isInstanceOf(Fault.Crash.class);
        assertThatThrownBy(() -> rotation.open(house.authority))
                .isInstanceOf(CommitException.Unsettled.class)
                .hasMessageContaining("can stand: " + (revoked + 1) + ", " + revoked);
        RootChange change = assertRotationEndsIt(3, Map.of(RoleName.TARGETS, revoked));
        assertThat(change.restored()).extracting(RootChange.Restored::role).containsExactly(RoleName.TARGETS);
        assertThat(change.notes().passed()).isEmpty();
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

    private Optional<IOException> publish(RootChange change) throws Exception {
        return change.publish(() -> house.openAt(TestHouse.NOW, rotation.all(), house.authority, house.follower)
                .follow());
    }

    /** The new key is put in force; the channel's key publishes; nodes that have seen the attack follow, and new ones do. */
    private RootChange assertRotationEndsIt(long sequence, Map<String, Long> chosen) throws Exception {
        RootChange change = rotation.open(house.authority, chosen);
        assertThat(publish(change)).isEmpty();
        laws.check();
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            TrustedState now = state(store);
            assertThat(signers().sign(now, TestHouse.CHANNEL)).isTrue();
            Pointer pointer = laws.find(store, TestHouse.CHANNEL).orElseThrow().pointer();
            assertThat(pointer.release().sequence()).isEqualTo(sequence);
            assertThat(now.snapshot().orElseThrow().signed().custom().log()).isGreaterThan(pointer.log());
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
