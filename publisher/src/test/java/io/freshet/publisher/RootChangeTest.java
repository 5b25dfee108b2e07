package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import io.freshet.core.trust.ChannelSigners;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootDraft.Signers;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.RootChange;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new root is put in force: the online key is replaced, and nodes are served meanwhile. */
class RootChangeTest {

    private static final List<String> ONLINE = List.of(RoleName.SNAPSHOT, RoleName.TIMESTAMP);
    private static final Instant EXPIRES = TestHouse.NOW.plus(Duration.ofDays(365));

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;
    private Signer replacement;
    /** All keys: the offline ones, the old online key and the new one. */
    private Keys all;
    /** A machine that publishes after the rotation. */
    private Keys newOnline;

    private byte[] rotation;

    @BeforeEach
    void publish() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        house.publish(house.source("first", 30, 0), house.authority, house.follower);
        replacement = SigningKey.generate(new SecureRandom());
        all = new Keys(house.keys.roots(), house.keys.online(), List.of(replacement));
        newOnline = new Keys(List.of(), Optional.empty(), List.of(replacement));
        rotation = rotation(replacement.publicKey())
                .sign(house.keys.roots().getFirst())
                .bytes();
    }

    @Test
    void theNewKeyPublishesAndTheOldOneIsRefused() throws Exception {
        change(house.authority, house.follower, rotation, all);
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            TrustedState trusted = client(store, new TrustMemory()).state();
            assertThat(trusted.root().signed().version()).isEqualTo(2);
            assertThat(trusted.timestamp().orElseThrow().signatures())
                    .extracting("keyId")
                    .containsExactly(replacement.id());
        }
        laws.check();
        Path next = house.source("next", 30, 2);
        Keys oldOnline = new Keys(List.of(), house.keys.online());
        assertThatThrownBy(() -> house.publishAt(TestHouse.NOW, oldOnline, next, house.authority))
                .isInstanceOf(CommitException.Unsigned.class);
        assertThat(house.publishAt(TestHouse.NOW, newOnline, next, house.authority, house.follower)
                        .released()
                        .isNew())
                .isTrue();
        laws.check();
    }

    /** Who has stolen the old key brings back a timestamp that it signed, under a version that nobody has reached. */
    @Test
    void aTimestampByTheStolenOldKeyIsRefusedAfterTheRotation() throws Exception {
        TestHouse stolen = house.copy();
        stolen.publish(house.source("evil", 30, 2), stolen.authority);
        stolen.publish(house.source("worse", 30, 4), stolen.authority);
        change(house.authority, house.follower, rotation, all);
        TrustMemory node = new TrustMemory();
        client(house.authority, node);
        for (String object : RepositoryLaws.keys(stolen.authority)) {
            byte[] bytes = stolen.authority.get(object, 1 << 24).orElseThrow().bytes();
            house.authority.put(object, Body.of(bytes), ObjectHeaders.MUTABLE_JSON);
        }
        assertThatThrownBy(() -> client(house.authority, node)).isInstanceOf(TrustException.class);
        assertThatThrownBy(() -> client(house.authority, new TrustMemory())).isInstanceOf(TrustException.class);
    }

    /** The process dies before or after each of its requests, at the authority or at the follower. */
    @Test
    void whereverItDiesNodesAreServedAndTheNextRunEndsIt() throws Exception {
        for (boolean atAuthority : List.of(true, false)) {
            for (Fault fault : List.of(new Fault.CrashBefore(), new Fault.CrashAfter())) {
                int requests = requests(atAuthority);
                assertThat(requests).isGreaterThan(atAuthority ? 20 : 10);
                for (int n = 1; n <= requests; n++) {
                    dies(atAuthority, fault, n);
                }
            }
        }
    }

    private int requests(boolean atAuthority) throws Exception {
        TestHouse dry = house.copy();
        RecordingStore authority = new RecordingStore(dry.authority);
        RecordingStore follower = new RecordingStore(dry.follower);
        change(authority, follower, rotation, all);
        return (atAuthority ? authority : follower).calls().size();
    }

    private void dies(boolean atAuthority, Fault fault, int n) throws Exception {
        TestHouse here = house.copy();
        TrustMemory old = new TrustMemory();
        client(here.authority, old);
        ObjectStore broken = new FaultyStore(atAuthority ? here.authority : here.follower)
                .when(Trigger.nth(n, Verb.values()), fault);
        try {
            change(atAuthority ? broken : here.authority, atAuthority ? here.follower : broken, rotation, all);
        } catch (IOException | Fault.Crash e) {
            // What it left is looked at.
        }
        for (ObjectStore store : List.of(here.authority, here.follower)) {
            client(store, new TrustMemory()).find(TestHouse.CHANNEL.target());
        }
        client(here.authority, old).find(TestHouse.CHANNEL.target());
        change(here.authority, here.follower, rotation, all);
        client(here.authority, old);
        assertThat(client(here.follower, new TrustMemory())
                        .state()
                        .root()
                        .signed()
                        .version())
                .isEqualTo(2);
        assertThat(house.openAt(TestHouse.NOW, newOnline, here.authority, here.follower)
                        .follow())
                .allMatch(report -> report.failure().isEmpty());
    }

    /** Nobody has the old online key any more: there is a moment between two writes in which nodes must wait. */
    @Test
    void withoutTheOldKeyNodesGetAnErrorThatTheNextRunEnds() throws Exception {
        Keys without = new Keys(house.keys.roots(), Optional.empty(), List.of(replacement));
        ObjectStore dying =
                new FaultyStore(house.authority).when(Trigger.nth(1, Verb.COMPARE_AND_SET), new Fault.CrashBefore());
        assertThatThrownBy(() -> change(dying, house.follower, rotation, without))
                .isInstanceOf(Fault.Crash.class);
        assertThat(house.authority.stat("metadata/2.root.json")).isPresent();
        assertThatThrownBy(() -> client(house.authority, new TrustMemory())).isInstanceOf(TrustException.class);
        client(house.follower, new TrustMemory());
        change(house.authority, house.follower, rotation, without);
        client(house.authority, new TrustMemory()).find(TestHouse.CHANNEL.target());
        client(house.follower, new TrustMemory()).find(TestHouse.CHANNEL.target());
    }

    /** A run that had begun before commits by the old key after the contents were handed over. */
    @Test
    void anotherPublisherWithTheOldKeyInBetweenIsSignedOver() throws Exception {
        RootChange change = open(house.authority, rotation, all);
        boolean[] done = new boolean[1];
        change.publish(() -> {
            if (!done[0]) {
                done[0] = true;
                Instant later = TestHouse.NOW.plus(Duration.ofDays(8));
                house.openAt(later, new Keys(List.of(), house.keys.online()), house.authority)
                        .repository()
                        .renew();
            }
        });
        assertThat(done[0]).isTrue();
        client(house.authority, new TrustMemory()).find(TestHouse.CHANNEL.target());
    }

    @Test
    void nothingIsWrittenWhereAKeyIsMissing() throws Exception {
        Keys withoutOffline = new Keys(List.of(), house.keys.online(), List.of(replacement));
        RecordingStore recorded = new RecordingStore(house.authority);
        assertThatThrownBy(() -> change(recorded, house.follower, rotation, withoutOffline))
                .isInstanceOf(CommitException.Unsigned.class)
                .hasMessageContaining("targets");
        assertThat(house.authority.stat("metadata/2.root.json")).isEmpty();
        assertThat(recorded.calls(Verb.COMPARE_AND_SET)).isEmpty();
    }

    @Test
    void aDraftThatClientsWouldRefuseIsRefused() throws Exception {
        RootDraft draft = rotation(replacement.publicKey());
        assertThatThrownBy(() -> open(house.authority, draft.bytes(), all))
                .isInstanceOf(TrustException.ThresholdNotMet.class);
        byte[] bySelf = draft.replaceKeys(List.of(RoleName.ROOT), new Signers(List.of(replacement.publicKey()), 1))
                .sign(replacement)
                .bytes();
        assertThatThrownBy(() -> open(house.authority, bySelf, all)).isInstanceOf(TrustException.ThresholdNotMet.class);
        byte[] expired = RootDraft.after(root(), TestHouse.NOW)
                .sign(house.keys.roots().getFirst())
                .bytes();
        assertThatThrownBy(() -> open(house.authority, expired, all)).isInstanceOf(TrustException.Expired.class);
        assertThat(house.authority.stat("metadata/2.root.json")).isEmpty();
    }

    @Test
    void aDraftThatAnotherRootHasOvertakenIsRefused() throws Exception {
        byte[] other = RootDraft.after(root(), EXPIRES.plus(Duration.ofDays(1)))
                .sign(house.keys.roots().getFirst())
                .bytes();
        change(house.authority, house.follower, other, all);
        assertThatThrownBy(() -> open(house.authority, rotation, all)).isInstanceOf(CommitException.RootMoved.class);
    }

    /** Whoever can write to the bucket can damage a log, and must not keep the key that he has in force by that. */
    @Test
    void aDamagedLogKeepsNoKeyFromTheFollowers() throws Exception {
        house.authority.delete("log/checkpoint");
        house.authority.put("log/tile/0/000.p/1", Body.of(new byte[32]), ObjectHeaders.IMMUTABLE_BINARY);
        Optional<IOException> log = publish(open(house.authority, rotation, all), house.authority, house.follower, all);
        assertThat(log).get(InstanceOfAssertFactories.THROWABLE).hasMessageContaining("log/tile/0/000.p/1");
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            TrustedState trusted = client(store, new TrustMemory()).state();
            assertThat(trusted.root().signed().version()).isEqualTo(2);
            assertThat(trusted.timestamp().orElseThrow().signatures())
                    .extracting("keyId")
                    .containsExactly(replacement.id());
        }
    }

    @Test
    void aRootThatIsOvertakenWhileItIsPutInForceSaysWhatWasDone() throws Exception {
        byte[] other = RootDraft.after(root(), EXPIRES.plus(Duration.ofDays(1)))
                .sign(house.keys.roots().getFirst())
                .bytes();
        RootChange change = open(house.authority, rotation, all);
        assertThatThrownBy(() -> change.publish(() ->
                        house.authority.put("metadata/2.root.json", Body.of(other), ObjectHeaders.IMMUTABLE_JSON)))
                .isInstanceOf(CommitException.RootMoved.class)
                .hasMessageContaining("the channels are handed over to the draft's keys by now")
                .hasMessageNotContaining("Nothing was written");
    }

    /** Where only the offline keys change, nothing else is signed anew, and no online key needs to be there. */
    @Test
    void aRootKeyIsAddedWithoutTheOnlineKey() throws Exception {
        byte[] draft = RootDraft.after(root(), EXPIRES)
                .addKey(List.of(RoleName.ROOT), replacement.publicKey())
                .sign(house.keys.roots().getFirst())
                .bytes();
        change(house.authority, house.follower, draft, new Keys(List.of(), Optional.empty()));
        TrustedState trusted = client(house.authority, new TrustMemory()).state();
        assertThat(trusted.root().signed().root().keyIds()).contains(replacement.id());
        assertThat(trusted.timestamp().orElseThrow().signed().version()).isEqualTo(2);
    }

    /** A channel was left with a key that was online before the root that whoever changes it was given. */
    @Test
    void keysOfRootsBeforeTheOneThatWasGivenAreNoneOfAChannelsOwn() throws Exception {
        change(house.authority, house.follower, rotation, all);
        house.openAt(TestHouse.NOW, all, house.authority)
                .repository()
                .acts()
                .signBy(
                        TestHouse.CHANNEL,
                        Optional.of(ChannelSigners.of(
                                List.of(house.keys.online().orElseThrow().publicKey()), 1)));
        Signer third = SigningKey.generate(new SecureRandom());
        byte[] next = RootDraft.after(RootChain.from("2", rotation).newest().root(), EXPIRES)
                .replaceKeys(ONLINE, new Signers(List.of(third.publicKey()), 1))
                .sign(house.keys.roots().getFirst())
                .bytes();
        Keys keys = new Keys(house.keys.roots(), house.keys.online(), List.of(replacement, third));
        RootChange change = RootChange.open(
                house.authority,
                rotation,
                next,
                keys,
                Map.of(),
                TestHouse.CLOCK,
                new SplittableRandom(1),
                TestHouse.AT_ONCE);
        assertThat(change.own()).isEmpty();
        assertThat(publish(change, house.authority, house.follower, keys)).isEmpty();
        ChannelSigners now = ChannelSigners.of(List.of(third.publicKey()), 1);
        assertThat(now.sign(client(house.follower, new TrustMemory()).state(), TestHouse.CHANNEL))
                .isTrue();
    }

    /** Somebody would have a channel's own key counted among those that were online. */
    @Test
    void rootsThatDidNotLeadToTheOneThatWasGivenAreRefused() throws Exception {
        change(house.authority, house.follower, rotation, all);
        byte[] forged = new TestHouse(directory.resolve("forger")).root;
        house.authority.put("metadata/1.root.json", Body.of(forged), ObjectHeaders.IMMUTABLE_JSON);
        byte[] next = RootDraft.after(RootChain.from("2", rotation).newest().root(), EXPIRES)
                .replaceKeys(
                        ONLINE,
                        new Signers(List.of(house.keys.online().orElseThrow().publicKey()), 1))
                .sign(house.keys.roots().getFirst())
                .bytes();
        assertThatThrownBy(() -> RootChange.open(
                        house.authority,
                        rotation,
                        next,
                        all,
                        Map.of(),
                        TestHouse.CLOCK,
                        new SplittableRandom(1),
                        TestHouse.AT_ONCE))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("is not the repository's first root");
        assertThat(house.authority.stat("metadata/3.root.json")).isEmpty();
    }

    private RootDraft rotation(VerifyingKey to) {
        return RootDraft.after(root(), EXPIRES).replaceKeys(ONLINE, new Signers(List.of(to), 1));
    }

    private Metadata<RootMetadata> root() {
        try {
            return RootChain.from("1.root.json", house.root).newest().root();
        } catch (TrustException e) {
            throw new AssertionError(e);
        }
    }

    private RootChange open(ObjectStore authority, byte[] draft, Keys keys) throws Exception {
        return RootChange.open(
                authority,
                house.root,
                draft,
                keys,
                Map.of(),
                TestHouse.CLOCK,
                new SplittableRandom(1),
                TestHouse.AT_ONCE);
    }

    private void change(ObjectStore authority, ObjectStore follower, byte[] draft, Keys keys) throws Exception {
        assertThat(publish(open(authority, draft, keys), authority, follower, keys))
                .isEmpty();
    }

    private Optional<IOException> publish(RootChange change, ObjectStore authority, ObjectStore follower, Keys keys)
            throws Exception {
        return change.publish(
                () -> house.openAt(TestHouse.NOW, keys, authority, follower).follow());
    }

    /** What a node does that asks this destination alone. */
    private Updater client(ObjectStore store, TrustMemory memory) throws Exception {
        return laws.refreshed(store, memory, TestHouse.NOW);
    }
}
