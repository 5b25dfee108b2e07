package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.log.LogPaths;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.trust.EcdsaSigningKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.upload.ChannelPublisher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's tree, as publications write it. */
class LogTreeTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;

    @BeforeEach
    void publishTwice() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        publish("first");
        publish("second");
        laws.check();
    }

    private ChannelPublisher.Outcome publish(String name) throws Exception {
        return house.publish(house.source(name, 5, 1), house.authority, house.follower);
    }

    @Test
    void aUsualNightCostsEightRequests() throws Exception {
        RecordingStore recorded = new RecordingStore(house.authority);
        house.publish(house.source("third", 5, 1), recorded);
        assertThat(recorded.calls().stream()
                        .filter(call -> call.key().startsWith("log/"))
                        .filter(call ->
                                call.verb() != Verb.PUT_IF_ABSENT || !call.key().equals("log/seq/2")))
                .extracting(call -> call.verb() + " " + call.key())
                .containsExactly(
                        "STAT log/seq/1",
                        "GET log/checkpoint",
                        "GET log/tile/0/000.p/2",
                        "GET log/tile/entries/000.p/2",
                        "PUT_IF_ABSENT log/tile/entries/000.p/3",
                        "PUT_IF_ABSENT log/tile/0/000.p/3",
                        "COMPARE_AND_SET log/checkpoint",
                        "PUT_IF_ABSENT log/proof/2");
        laws.check();
    }

    /** Entries of runs that died, more than a tile holds; from then on a night reads one tile more. */
    @Test
    void beyondAFullTileANightCostsOneMore() throws Exception {
        byte[] entry = house.authority.get("log/seq/1", 1 << 20).orElseThrow().bytes();
        for (int n = 2; n < 300; n++) {
            house.authority.put("log/seq/" + n, Body.of(entry), ObjectHeaders.IMMUTABLE_JSON);
        }
        publish("third");
        laws.check();
        assertThat(size(house.follower)).isEqualTo(301);
        RecordingStore recorded = new RecordingStore(house.authority);
        house.publish(house.source("fourth", 5, 1), recorded, house.follower);
        assertThat(recorded.calls().stream().map(call -> call.verb() + " " + call.key()))
                .containsSubsequence(
                        "PUT_IF_ABSENT log/seq/301",
                        "GET log/checkpoint",
                        "GET log/tile/0/001.p/45",
                        "GET log/tile/1/000.p/1",
                        "GET log/tile/entries/001.p/45",
                        "PUT_IF_ABSENT log/tile/entries/001.p/46",
                        "PUT_IF_ABSENT log/tile/0/001.p/46",
                        "COMPARE_AND_SET log/checkpoint",
                        "PUT_IF_ABSENT log/proof/301");
        laws.check();
    }

    @Test
    void aRepositoryFromBeforeGetsItsLogWithTheNextRelease() throws Exception {
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            for (String key : RepositoryLaws.keys(store)) {
                if (key.startsWith("log/") && !key.startsWith("log/seq/")) {
                    store.delete(key);
                }
            }
        }
        publish("third");
        new RepositoryLaws(house.root, house.authority, house.follower).check();
        assertThat(size(house.authority)).isEqualTo(3);
        assertThat(size(house.follower)).isEqualTo(3);
    }

    @Test
    void aCheckpointByAForeignKeyIsReplacedAndTheTreeIsTheSame() throws Exception {
        Map<String, byte[]> before = tiles();
        TestHouse other = new TestHouse(directory.resolve("other"));
        other.publish(other.source("first", 5, 1), other.authority);
        byte[] foreign =
                other.authority.get(LogPaths.CHECKPOINT, 1 << 20).orElseThrow().bytes();
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            store.put(LogPaths.CHECKPOINT, Body.of(foreign), ObjectHeaders.MUTABLE_TEXT);
        }
        publish("third");
        laws.check();
        assertThat(tiles()).containsAllEntriesOf(before);
    }

    @Test
    void anOlderCheckpointThatSomebodyPutBackForksNothing() throws Exception {
        byte[] older =
                house.authority.get(LogPaths.CHECKPOINT, 1 << 20).orElseThrow().bytes();
        publish("third");
        laws.check();
        house.authority.put(LogPaths.CHECKPOINT, Body.of(older), ObjectHeaders.MUTABLE_TEXT);
        publish("fourth");
        laws.check();
        assertThat(size(house.follower)).isEqualTo(4);
    }

    @Test
    void whoLosesTheCheckpointToAnotherProvesUnderTheirs() throws Exception {
        FaultyStore store = new FaultyStore(house.authority)
                .when(Trigger.nth(1, Verb.COMPARE_AND_SET).ofKeys(LogPaths.CHECKPOINT), new Fault.LoseAnswer());
        assertThatThrownBy(() -> house.publish(house.source("third", 5, 1), store))
                .isInstanceOf(java.io.IOException.class);
        // It is there, and its entry is no release: the next run goes on behind it.
        assertThat(size(house.authority)).isEqualTo(3);
        publish("fourth");
        laws.check();
        assertThat(size(house.authority)).isEqualTo(4);
        assertThat(RepositoryLaws.keys(house.authority)).contains("log/proof/3").doesNotContain("log/proof/2");
    }

    /** A run that died has made the tree larger than that of the release's proof, before any follower had either. */
    @Test
    void aFollowerHasTheTreeOfTheProofAsWell() throws Exception {
        house.publish(house.source("third", 5, 1), house.authority);
        ObjectStore dying = new FaultyStore(house.authority)
                .when(Trigger.nth(1, Verb.COMPARE_AND_SET).ofKeys(RepositoryPaths.TIMESTAMP), new Fault.CrashBefore());
        assertThatThrownBy(() -> house.publish(house.source("fourth", 5, 1), dying))
                .isInstanceOf(Fault.Crash.class);
        house.open(house.authority, house.follower).follow();
        laws.check();
        assertThat(size(house.follower)).isEqualTo(4);
    }

    @Test
    void aFollowersCheckpointNeverBecomesSmaller() throws Exception {
        byte[] larger = larger();
        house.follower.put(LogPaths.CHECKPOINT, Body.of(larger), ObjectHeaders.MUTABLE_TEXT);
        house.open(house.authority, house.follower).follow();
        assertThat(house.follower
                        .get(LogPaths.CHECKPOINT, 1 << 20)
                        .orElseThrow()
                        .bytes())
                .isEqualTo(larger);
    }

    /** A checkpoint of three entries, while the authority has released two. */
    private byte[] larger() throws Exception {
        TestHouse ahead = house.copy();
        ahead.publish(ahead.source("third", 5, 1), ahead.authority);
        return ahead.authority.get(LogPaths.CHECKPOINT, 1 << 20).orElseThrow().bytes();
    }

    @Test
    void aKeyThatSignsNoLogReleasesWithoutAndSaysSo() throws Exception {
        TestHouse plain = new TestHouse(directory.resolve("plain"), EcdsaSigningKey.generate(new SecureRandom()));
        ChannelPublisher.Outcome outcome = plain.publish(plain.source("first", 5, 1), plain.authority, plain.follower);
        assertThat(outcome.released().proven()).isFalse();
        assertThat(RepositoryLaws.keys(plain.authority).stream().filter(key -> key.startsWith("log/")))
                .containsExactly("log/seq/0");
        assertThat(publish("third").released().proven()).isTrue();
    }

    private Map<String, byte[]> tiles() throws Exception {
        Map<String, byte[]> tiles = new TreeMap<>();
        for (String key : RepositoryLaws.keys(house.authority)) {
            if (key.startsWith("log/tile/")) {
                tiles.put(key, house.authority.get(key, 1 << 20).orElseThrow().bytes());
            }
        }
        return tiles;
    }

    private static long size(ObjectStore store) throws Exception {
        return SignedCheckpoint.parse(
                        store.get(LogPaths.CHECKPOINT, 1 << 20).orElseThrow().bytes())
                .head()
                .size();
    }
}
