package io.freshet.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.RootDraft;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.RemadeTiles;
import io.freshet.publisher.commit.RootChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does to a log who may write to the bucket, and has no key. */
class LogDamageTest {

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
    }

    private RemadeTiles publish(String name) throws Exception {
        return publish(name, house.authority);
    }

    private RemadeTiles publish(String name, ObjectStore authority) throws Exception {
        RemadeTiles remade = house.publish(house.source(name, 5, 1), authority, house.follower)
                .released()
                .remade();
        laws.check();
        return remade;
    }

    private void put(String object, byte[] bytes) throws Exception {
        house.authority.put(object, Body.of(bytes), ObjectHeaders.IMMUTABLE_JSON);
    }

    private byte[] get(String object) throws Exception {
        return house.authority.get(object, 1 << 20).orElseThrow().bytes();
    }

    private long size() throws Exception {
        return SignedCheckpoint.parse(get(LogPaths.CHECKPOINT)).head().size();
    }

    private Map<String, byte[]> tiles() throws Exception {
        Map<String, byte[]> tiles = new TreeMap<>();
        for (String key : RepositoryLaws.keys(house.authority)) {
            if (key.startsWith("log/tile/")) {
                tiles.put(key, get(key));
            }
        }
        return tiles;
    }

    private void deleteTiles() throws Exception {
        for (String tile : tiles().keySet()) {
            house.authority.delete(tile);
        }
    }

    /** The second is longer than anything that is read of an entry. */
    @ParameterizedTest
    @ValueSource(ints = {7, 3 << 20})
    void overWhatIsNoEntryNothingIsSignedAndNothingClaimed(int length) throws Exception {
        put("log/seq/2", "g".repeat(length).getBytes(UTF_8));
        assertThatThrownBy(() -> publish("third"))
                .isInstanceOfSatisfying(
                        CommitException.NotAnEntry.class,
                        e -> assertThat(e.object()).isEqualTo("log/seq/2"))
                .hasMessageContaining("log/seq/2 of memory:authority is no entry of the log")
                .hasMessageContaining("Nobody with the publisher's keys wrote it")
                .hasMessageContaining("else delete it");
        assertThat(size()).isEqualTo(2);
        assertThat(RepositoryLaws.keys(house.authority)).doesNotContain("log/seq/3");
        house.authority.delete("log/seq/2");
        publish("third");
        assertThat(size()).isEqualTo(3);
    }

    @Test
    void whatLiesBehindAnEntryOfARunThatDiedIsFoundToo() throws Exception {
        put("log/seq/2", get("log/seq/1"));
        put("log/seq/3", get("log/seq/0"));
        put("log/seq/4", "garbage\n".getBytes(UTF_8));
        assertThatThrownBy(() -> publish("third"))
                .isInstanceOf(CommitException.NotAnEntry.class)
                .hasMessageContaining("log/seq/4 of");
        assertThat(RepositoryLaws.keys(house.authority)).doesNotContain("log/seq/5");
        assertThat(size()).isEqualTo(2);
    }

    @Test
    void tilesThatAreGoneAreMadeAgain() throws Exception {
        publish("third");
        Map<String, byte[]> before = tiles();
        deleteTiles();
        RemadeTiles remade = publish("fourth");
        assertThat(remade.count()).isEqualTo(6);
        assertThat(remade.first()).contains("log/tile/0/000.p/3", "log/tile/entries/000.p/1");
        assertThat(tiles()).containsAllEntriesOf(before);
        assertThat(publish("fifth")).isEqualTo(RemadeTiles.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 64, 1 << 20})
    void tilesThatWereChangedAreMadeAgain(int length) throws Exception {
        Map<String, byte[]> before = tiles();
        put("log/tile/0/000.p/2", new byte[length]);
        assertThat(publish("third").first()).containsExactly("log/tile/0/000.p/2");
        put("log/tile/entries/000.p/3", new byte[length]);
        assertThat(publish("fourth").first()).containsExactly("log/tile/entries/000.p/3");
        assertThat(tiles()).containsAllEntriesOf(before);
    }

    @Test
    void fullTilesAreMadeAgainToo() throws Exception {
        for (int n = 2; n < 520; n++) {
            put("log/seq/" + n, get("log/seq/1"));
        }
        publish("third");
        Map<String, byte[]> before = tiles();
        deleteTiles();
        // Whose full tile is there is not missed: readers take its beginning.
        before.keySet()
                .removeIf(tile -> tile.contains("/000.p/") && before.containsKey(tile.replaceAll("\\.p/.*", "")));
        assertThat(publish("fourth").count()).isGreaterThan(2 * (2 + 9));
        assertThat(tiles()).containsAllEntriesOf(before);
    }

    /** No tree that was signed has these: what lies there is nobody's, and in the way. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 96, 1 << 20})
    void whatLiesWhereTheNextTilesBelongIsReplaced(int length) throws Exception {
        put("log/tile/entries/000.p/3", new byte[length]);
        put("log/tile/0/000.p/3", new byte[length]);
        RemadeTiles remade = publish("third");
        assertThat(remade.first()).containsExactly("log/tile/entries/000.p/3", "log/tile/0/000.p/3");
        assertThat(remade.count()).isEqualTo(2);
        assertThat(publish("fourth")).isEqualTo(RemadeTiles.NONE);
    }

    @Test
    void soItIsWhereTheNextFullTilesBelong() throws Exception {
        for (int n = 2; n < 255; n++) {
            put("log/seq/" + n, get("log/seq/1"));
        }
        List<String> next = List.of("log/tile/entries/000", "log/tile/0/000", "log/tile/1/000.p/1");
        for (String tile : next) {
            put(tile, "garbage\n".getBytes(UTF_8));
        }
        assertThat(publish("third").first()).containsExactlyElementsOf(next);
        assertThat(size()).isEqualTo(256);
        assertThat(publish("fourth")).isEqualTo(RemadeTiles.NONE);
    }

    /** The second is a proof, and of another entry. */
    @ParameterizedTest
    @ValueSource(strings = {"", "log/proof/1", "log/checkpoint"})
    void soItIsWhereTheNextProofBelongs(String from) throws Exception {
        put("log/proof/2", from.isEmpty() ? new byte[3 << 20] : get(from));
        assertThat(publish("third").first()).containsExactly("log/proof/2");
        assertThat(publish("fourth")).isEqualTo(RemadeTiles.NONE);
    }

    /** Who put back an older checkpoint has not made the tiles behind it nobody's: a snapshot says how far they reached. */
    @Test
    void whatWasReleasedIsNotReplaced() throws Exception {
        byte[] older = get(LogPaths.CHECKPOINT);
        for (int n = 2; n < 300; n++) {
            put("log/seq/" + n, get("log/seq/1"));
        }
        publish("third");
        put(LogPaths.CHECKPOINT, older);
        put("log/tile/0/000", new byte[256 * 32]);
        assertThatThrownBy(() -> publish("fourth"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("log/tile/0/000 in memory:authority")
                .hasMessageContaining("Restore both from another destination");
        assertThat(size()).isEqualTo(2);
    }

    /** While this run is about to replace something, another one signs a tree in which other bytes belong there. */
    @Test
    void norIsWhatAnotherHasSignedMeanwhile() throws Exception {
        put("log/tile/0/000.p/3", new byte[96]);
        Fault.Hold hold = Fault.Hold.create();
        ObjectStore slow =
                new FaultyStore(house.authority).when(Trigger.nth(1, Verb.GET).ofKeys("log/tile/0/000.p/3"), hold);
        FutureTask<?> run = new FutureTask<>(() -> house.publish(house.source("third", 5, 1), slow));
        Thread.ofVirtual().start(run);
        hold.reached().await();
        put("log/seq/2", get("log/seq/1"));
        house.publish(house.source("fourth", 5, 1), house.authority);
        hold.released().countDown();
        assertThatThrownBy(run::get).hasCauseInstanceOf(CommitException.ChannelMoved.class);
        assertThat(get("log/tile/0/000.p/4")).startsWith(get("log/tile/0/000.p/3"));
        house.publish(house.source("fifth", 5, 1), house.authority, house.follower);
        new RepositoryLaws(house.root, house.authority, house.follower).check();
    }

    @Test
    void aRootThatIsPutInForceSaysWhatWasMadeAgain() throws Exception {
        byte[] older = get(LogPaths.CHECKPOINT);
        publish("third");
        put(LogPaths.CHECKPOINT, older);
        put("log/tile/0/000.p/2", new byte[64]);
        byte[] root = RootDraft.after(
                        RootChain.from("1.root.json", house.root).newest().root(),
                        TestHouse.NOW.plus(Duration.ofDays(365)))
                .sign(house.keys.roots().getFirst())
                .bytes();
        RootChange change = RootChange.open(
                house.authority,
                house.root,
                root,
                house.keys,
                Map.of(),
                TestHouse.CLOCK,
                new SplittableRandom(1),
                TestHouse.AT_ONCE);
        assertThat(change.publish(() -> {})).isEmpty();
        assertThat(change.remade().first()).containsExactly("log/tile/0/000.p/2");
        assertThat(size()).isEqualTo(3);
    }

    @Test
    void nothingIsMadeOfASequenceThatWasChangedAsWell() throws Exception {
        deleteTiles();
        put("log/seq/0", get("log/seq/1"));
        assertThatThrownBy(() -> publish("third"))
                .isInstanceOfSatisfying(CommitException.LogDiffers.class, e -> {
                    assertThat(e.signed().size()).isEqualTo(2);
                    assertThat(e.made()).isNotEqualTo(e.signed());
                })
                .hasMessageContaining("Nothing was written")
                .hasMessageContaining("Keep all of log/ as evidence");
        assertThat(tiles()).isEmpty();
        assertThat(size()).isEqualTo(2);
    }

    @Test
    void anEntryThatBelongsToTheLogIsNeverToBeDeleted() throws Exception {
        deleteTiles();
        put("log/seq/0", new byte[5000]);
        assertThatThrownBy(() -> publish("third"))
                .isInstanceOf(CommitException.EntryReplaced.class)
                .hasMessageContaining("never delete it");
    }

    /** Whatever write is the last of a run, the next one finishes what it began. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aRunThatDiesMakingThemIsMadeUpForByTheNext(int write) throws Exception {
        publish("third");
        Map<String, byte[]> before = tiles();
        deleteTiles();
        ObjectStore dying = new FaultyStore(house.authority)
                .when(Trigger.nth(write, Verb.PUT).ofKeys("log/tile/"), new Fault.CrashBefore());
        assertThatThrownBy(() -> publish("fourth", dying)).isInstanceOf(Fault.Crash.class);
        publish("fourth");
        assertThat(tiles()).containsAllEntriesOf(before);
    }
}
