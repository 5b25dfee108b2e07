package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.commit.CommitException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
