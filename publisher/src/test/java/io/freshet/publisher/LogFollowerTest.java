package io.freshet.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.log.LogPaths;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.publisher.upload.FollowerReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does to a follower's log, or did to the authority's before it was copied. */
class LogFollowerTest {

    @TempDir
    Path directory;

    private TestHouse house;

    @BeforeEach
    void publishTwice() throws Exception {
        house = new TestHouse(directory);
        publish("first");
        publish("second");
    }

    private void publish(String name) throws Exception {
        house.publish(house.source(name, 5, 1), house.authority, house.follower);
    }

    private void follow() throws Exception {
        assertThat(house.open(house.authority, house.follower).follow())
                .extracting(FollowerReport::failure)
                .allSatisfy(failure -> assertThat(failure).isEmpty());
    }

    private static void put(ObjectStore store, String object, byte[] bytes) throws Exception {
        store.put(object, Body.of(bytes), ObjectHeaders.IMMUTABLE_JSON);
    }

    private static byte[] get(ObjectStore store, String object) throws Exception {
        return store.get(object, 1 << 20).orElseThrow().bytes();
    }

    private void assertAllIsRight() throws Exception {
        new RepositoryLaws(house.root, house.authority, house.follower).check();
        for (String key : RepositoryLaws.keys(house.follower)) {
            if (key.startsWith(LogPaths.PREFIX)) {
                assertThat(get(house.follower, key)).as(key).isEqualTo(get(house.authority, key));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 96, 3 << 20})
    void whatLiesWhereTheNextObjectsBelongIsReplaced(int length) throws Exception {
        for (String next :
                List.of("log/seq/2", "log/seq/3", "log/tile/0/000.p/3", "log/tile/entries/000.p/3", "log/proof/2")) {
            put(house.follower, next, new byte[length]);
        }
        publish("third");
        house.follower.delete("log/seq/3");
        assertAllIsRight();
    }

    /** A well-formed one can't be told by itself; the signed tree tells it. */
    @Test
    void soIsAnotherEntry() throws Exception {
        put(house.follower, "log/seq/2", get(house.follower, "log/seq/0"));
        publish("third");
        assertAllIsRight();
    }

    @Test
    void soItIsWhereTheNextFullTilesBelong() throws Exception {
        for (int n = 2; n < 255; n++) {
            put(house.authority, "log/seq/" + n, get(house.authority, "log/seq/1"));
        }
        for (String next : List.of("log/tile/entries/000", "log/tile/0/000", "log/tile/1/000.p/1")) {
            put(house.follower, next, "garbage\n".getBytes(UTF_8));
        }
        publish("third");
        assertAllIsRight();
    }

    /** Both were damaged in the same way: the follower copied what somebody had put there. */
    @Test
    void whatWasMadeAgainAtTheAuthorityIsCopied() throws Exception {
        byte[] right = get(house.authority, "log/tile/0/000.p/2");
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            put(store, "log/tile/0/000.p/2", new byte[64]);
            put(store, "log/tile/0/000.p/1", new byte[32]);
        }
        publish("third");
        assertThat(get(house.follower, "log/tile/0/000.p/2")).isEqualTo(right);
        assertAllIsRight();
    }

    /** More than are named one by one. */
    @Test
    void soItIsWhereThatIsMuch() throws Exception {
        for (int n = 2; n < 40; n++) {
            publish("release-" + n);
        }
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            for (String key : RepositoryLaws.keys(store)) {
                if (key.startsWith("log/tile/")) {
                    put(store, key, new byte[5]);
                }
            }
        }
        publish("last");
        assertAllIsRight();
    }

    @ParameterizedTest
    @ValueSource(strings = {"log/tile/0/000.p/2", "log/tile/entries/000.p/2"})
    void aFollowerThatHasAllFindsTheDamageOfItsOwn(String tile) throws Exception {
        put(house.follower, tile, "garbage\n".getBytes(UTF_8));
        follow();
        assertAllIsRight();
        house.follower.delete(tile);
        follow();
        assertAllIsRight();
    }

    /** A new follower is given no garbage, whatever the authority has. */
    @Test
    void whatIsDamagedAtTheAuthorityAloneIsRightAtANewFollower() throws Exception {
        byte[] right = get(house.authority, "log/tile/0/000.p/2");
        for (String key : RepositoryLaws.keys(house.follower)) {
            house.follower.delete(key);
        }
        put(house.authority, "log/tile/0/000.p/2", new byte[64]);
        follow();
        assertThat(get(house.follower, "log/tile/0/000.p/2")).isEqualTo(right);
        publish("third");
        assertAllIsRight();
    }

    /** Its copy is what the authority's can be restored from. */
    @Test
    void whatIsDamagedAtTheAuthorityTakesNothingFromAFollower() throws Exception {
        byte[] right = get(house.follower, "log/seq/0");
        house.follower.delete("metadata/timestamp.json");
        put(house.authority, "log/seq/0", "garbage\n".getBytes(UTF_8));
        follow();
        assertThat(get(house.follower, "log/seq/0")).isEqualTo(right);
    }

    /** Nobody's checkpoint is that long: it is replaced as any other that does not hold. */
    @Test
    void aCheckpointThatIsTooLongIsReplaced() throws Exception {
        put(house.follower, LogPaths.CHECKPOINT, new byte[3 << 20]);
        publish("third");
        assertAllIsRight();
        put(house.follower, LogPaths.CHECKPOINT, new byte[3 << 20]);
        follow();
        assertAllIsRight();
    }

    /** At the authority nobody overwrites it unseen: the log waits until somebody has deleted it, and nothing else does. */
    @Test
    void oneAtTheAuthorityKeepsNoRootFromAFollower() throws Exception {
        put(house.authority, "log/seq/2", get(house.authority, "log/seq/0"));
        put(house.authority, LogPaths.CHECKPOINT, new byte[3 << 20]);
        Rotation rotation = Rotation.of(house);
        assertThat(rotation.publish()).get().asString().contains(LogPaths.CHECKPOINT);
        for (String moved : List.of("metadata/2.root.json", "metadata/timestamp.json")) {
            assertThat(get(house.follower, moved)).isEqualTo(get(house.authority, moved));
        }
        house.authority.delete(LogPaths.CHECKPOINT);
        assertThat(rotation.publish()).isEmpty();
        new RepositoryLaws(house.root, house.authority, house.follower).check();
    }

    /** The second is longer than anything that is copied. */
    @ParameterizedTest
    @ValueSource(ints = {3 << 20, 9 << 20})
    void aProofThatIsTooLongHoldsNoFollowerBack(int length) throws Exception {
        byte[] garbage = new byte[length];
        house.publish(house.source("third", 5, 1), house.authority);
        byte[] right = get(house.authority, "log/proof/2");
        put(house.authority, "log/proof/2", garbage);
        follow();
        assertThat(house.follower.stat("log/proof/2")).isEmpty();
        put(house.authority, "log/proof/2", right);
        house.follower.delete("metadata/timestamp.json");
        follow();
        assertAllIsRight();
        put(house.authority, "log/proof/2", garbage);
        house.follower.delete("metadata/timestamp.json");
        follow();
        assertThat(get(house.follower, "log/proof/2")).isEqualTo(right);
    }

    @Test
    void aUsualNightReadsNoTileOfAFollowerButItsRightEdge() throws Exception {
        RecordingStore recorded = new RecordingStore(house.follower);
        house.publish(house.source("third", 5, 1), house.authority, recorded);
        assertThat(recorded.calls().stream()
                        .filter(call -> call.key().startsWith("log/"))
                        .map(call -> call.verb() + " " + call.key())
                        .sorted())
                .isEqualTo(Arrays.asList(
                        "COMPARE_AND_SET log/checkpoint",
                        "GET log/checkpoint",
                        "GET log/checkpoint",
                        "GET log/tile/0/000.p/3",
                        "GET log/tile/entries/000.p/3",
                        "PUT log/proof/2",
                        "PUT log/seq/2",
                        "PUT log/tile/0/000.p/3",
                        "PUT log/tile/entries/000.p/3",
                        "STAT log/proof/2",
                        "STAT log/seq/2",
                        "STAT log/tile/0/000.p/3",
                        "STAT log/tile/entries/000.p/3"));
        assertAllIsRight();
    }
}
