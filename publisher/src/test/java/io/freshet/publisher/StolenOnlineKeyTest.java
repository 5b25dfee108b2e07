package io.freshet.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TreeAppender;
import io.freshet.core.log.TreeHead;
import io.freshet.core.trust.SnapshotCustom;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.RootChange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever who has stolen the online key has signed: a new key is put in force, publishes, and nodes follow. */
class StolenOnlineKeyTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;
    private OnlineKeyThief thief;
    private Rotation rotation;

    @BeforeEach
    void publishTwice() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        thief = new OnlineKeyThief(house, laws);
        for (int n = 0; n < 2; n++) {
            house.publish(house.source("release-" + n, 30, n), house.authority, house.follower);
        }
        rotation = Rotation.of(house);
    }

    @Test
    void versionsThatNoneCanFollowBeginAnew() throws Exception {
        thief.drivesUpAllVersions();
        assertThatThrownBy(() -> house.publish(house.source("next", 30, 3), house.authority))
                .isInstanceOf(CommitException.NoNextVersion.class)
                .hasMessageContaining("freshet root rotate");
        assertRotationEndsIt();
        TrustedState now = laws.refreshed(house.follower, TestHouse.NOW).state();
        assertThat(now.timestamp().orElseThrow().signed().version()).isLessThan(1L << 41);
        assertThat(now.snapshot().orElseThrow().signed().version()).isLessThan(1L << 41);
        assertThat(now.snapshot()
                        .orElseThrow()
                        .signed()
                        .file(TestHouse.CHANNEL.role())
                        .orElseThrow()
                        .version())
                .isLessThan(1L << 41);
    }

    @Test
    void entriesThatNobodyHasWrittenAreNotCounted() throws Exception {
        thief.commitsCustom(OnlineKeyThief::withMoreEntries);
        assertNobodySkipsANumber();
        assertRotationEndsIt();
        assertThat(house.authority.stat("log/seq/2")).isPresent();
    }

    /** He has also written the last of the entries that he counts. */
    @Test
    void neitherIsAnEntryBehindAGap() throws Exception {
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            byte[] entry = store.get("log/seq/0", 1 << 12).orElseThrow().bytes();
            store.put("log/seq/999", Body.of(entry), ObjectHeaders.IMMUTABLE_JSON);
        }
        thief.commitsCustom(OnlineKeyThief::withMoreEntries);
        assertRotationEndsIt();
        assertThat(house.authority.stat("log/seq/2")).isPresent();
    }

    /** He has also written all of the entries that he counts; the second kind is longer than anything that is read of one. */
    @ParameterizedTest
    @ValueSource(ints = {7, 5000})
    void norIsWhatIsNoEntry(int length) throws Exception {
        garbage(length, house.authority, house.follower);
        thief.commitsCustom(custom -> new SnapshotCustom(5, Optional.empty(), custom.unknown()));
        assertGarbageStopsNothingForGood();
    }

    /** He can sign a tree as well; whoever reads the sequence finds that it makes another one. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 1L << 40})
    void norWhereTheLogIsSaidToHaveIt(long size) throws Exception {
        garbage(7, house.authority, house.follower);
        thief.commitsCustom(custom -> new SnapshotCustom(5, Optional.empty(), custom.unknown()));
        thief.signsTree(new TreeHead(size, Digest.of(new byte[] {4})));
        assertGarbageStopsNothingForGood();
    }

    /** The root is in force then, and the log waits until somebody has deleted that. */
    @Test
    void norWhereTheCheckpointIsTooLongToBeRead() throws Exception {
        garbage(7, house.authority, house.follower);
        thief.commitsCustom(custom -> new SnapshotCustom(5, Optional.empty(), custom.unknown()));
        house.authority.put(LogPaths.CHECKPOINT, Body.of(new byte[3 << 20]), ObjectHeaders.MUTABLE_TEXT);
        assertThat(rotation.publish()).get().asString().contains(LogPaths.CHECKPOINT);
        house.authority.delete(LogPaths.CHECKPOINT);
        assertGarbageStopsNothingForGood();
    }

    /** What a tree has that the sequence makes can't be undone: it is counted, and the tree grows from there. */
    @Test
    void whatATreeHasAlreadyIsCounted() throws Exception {
        garbage(7, house.authority);
        TreeAppender appender = TreeAppender.begin((path, bytes) -> {});
        for (int n = 0; n < 4; n++) {
            appender.append(
                    house.authority.get("log/seq/" + n, 1 << 12).orElseThrow().bytes());
        }
        thief.commitsCustom(custom -> new SnapshotCustom(5, Optional.empty(), custom.unknown()));
        thief.signsTree(appender.flush());
        assertThat(rotation.publish()).isEmpty();
        laws.check();
        assertThat(counted()).isEqualTo(4);
    }

    /** At three numbers behind the entries of the two releases. */
    private void garbage(int length, ObjectStore... stores) throws Exception {
        Body body = Body.of("g".repeat(length).getBytes(UTF_8));
        for (ObjectStore store : stores) {
            for (int n = 2; n < 5; n++) {
                store.put("log/seq/" + n, body, ObjectHeaders.IMMUTABLE_JSON);
            }
        }
    }

    /** Nothing of it is signed, and who publishes next is told what to delete, at the authority alone. */
    private void assertGarbageStopsNothingForGood() throws Exception {
        assertThat(rotation.publish()).isEmpty();
        laws.check();
        assertThat(counted()).isEqualTo(2);
        assertThat(SignedCheckpoint.parse(house.authority
                                .get(LogPaths.CHECKPOINT, 1 << 20)
                                .orElseThrow()
                                .bytes())
                        .head()
                        .size())
                .isEqualTo(2);
        assertThatThrownBy(this::publishByTheNewKey)
                .isInstanceOf(CommitException.NotAnEntry.class)
                .hasMessageContaining("log/seq/2 of memory:authority is no entry of the log");
        house.authority.delete("log/seq/2");
        publishByTheNewKey();
        new RepositoryLaws(house.root, house.authority, house.follower).check();
        assertThat(counted()).isEqualTo(3);
    }

    private void publishByTheNewKey() throws Exception {
        house.publishAt(
                TestHouse.NOW, rotation.newOnline(), house.source("new", 30, 4), house.authority, house.follower);
    }

    private long counted() throws Exception {
        return laws.refreshed(house.authority, TestHouse.NOW)
                .state()
                .snapshot()
                .orElseThrow()
                .signed()
                .custom()
                .log();
    }

    /** Of a channel of the online key's nothing can be read any more. */
    @Test
    void aChannelOfWhichNothingIsLeftCanBeginAnew() throws Exception {
        String suffix = "." + TestHouse.CHANNEL.role() + ".json";
        for (String key : RepositoryLaws.keys(house.authority)) {
            if (key.startsWith("metadata/") && key.endsWith(suffix)) {
                house.authority.put(key, Body.of(new byte[1]), ObjectHeaders.IMMUTABLE_JSON);
            }
        }
        assertThatThrownBy(() -> rotation.open(house.authority))
                .isInstanceOf(CommitException.Unsettled.class)
                .hasMessageContaining("nothing was found that its keys have signed");
        RootChange change = rotation.open(house.authority, Map.of(TestHouse.CHANNEL.role(), 0L));
        assertThat(change.publish(() -> {})).isEmpty();
        assertThat(house.publishAt(
                                TestHouse.NOW,
                                rotation.newOnline(),
                                house.source("after", 30, 5),
                                house.authority,
                                house.follower)
                        .released()
                        .isNew())
                .isTrue();
        assertThat(laws.find(house.follower, TestHouse.CHANNEL)).isPresent();
    }

    @Test
    void aCondemnedListThatNobodyHasIsDropped() throws Exception {
        thief.commitsCustom(OnlineKeyThief::condemning);
        assertRotationEndsIt();
        assertThat(laws.refreshed(house.authority, TestHouse.NOW)
                        .state()
                        .snapshot()
                        .orElseThrow()
                        .signed()
                        .custom()
                        .condemned())
                .isEmpty();
    }

    /** By the stolen key itself nothing is repaired: it would only be another entry out of its turn. */
    private void assertNobodySkipsANumber() throws Exception {
        assertThatThrownBy(() -> house.publish(house.source("early", 30, 3), house.authority))
                .isInstanceOf(CommitException.LogCutShort.class)
                .hasMessageContaining("log/seq/999");
        assertThat(house.authority.stat("log/seq/1000")).isEmpty();
    }

    /** The new key is put in force and publishes; a node that has seen the attack follows, and so does a new one. */
    private void assertRotationEndsIt() throws Exception {
        TrustMemory node = new TrustMemory();
        laws.refreshed(house.authority, node, TestHouse.NOW);
        assertThat(rotation.publish()).isEmpty();
        laws.check();
        Path next = house.source("after", 30, 5);
        assertThat(house.publishAt(TestHouse.NOW, rotation.newOnline(), next, house.authority, house.follower)
                        .released()
                        .isNew())
                .isTrue();
        laws.check();
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            for (TrustMemory memory : List.of(node, new TrustMemory())) {
                Updater updater = laws.refreshed(store, memory, TestHouse.NOW);
                updater.find(TestHouse.CHANNEL.target());
                assertThat(updater.state().root().signed().version()).isEqualTo(2);
            }
            assertThat(laws.find(store, TestHouse.CHANNEL).orElseThrow().described(directory))
                    .isEqualTo(Trees.describe(next));
        }
    }
}
